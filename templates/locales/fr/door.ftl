# La porte : des mots courts, lus debout, dans le noir, avec du monde derrière.
door-title = Porte, { $title }
door-leave = Quitter la porte
door-admitted = entrées
door-cancelled = Ce concert est annulé : aucun billet n’est valable.
door-camera = Caméra
door-camera-start = Lire les billets
door-camera-stop = Arrêter la caméra
door-camera-refused = La caméra est bloquée. Autorisez-la dans les réglages du navigateur, ou tapez le code.
door-camera-absent = Aucune caméra n’a répondu. Tapez le code du billet.
door-torch = Lampe
door-code = Code du billet
door-code-hint = Sous le carré, par exemple FA0Y-W0PY-42001.
door-gate = Nom de cette porte (facultatif)
door-check = Vérifier
door-search = Chercher un nom
door-search-do = Chercher
door-found = { $count ->
    [0] Rien pour « { $text } »
    [one] Un billet pour « { $text } »
   *[other] { $count } billets pour « { $text } »
}
door-found-none = Essayez une partie du nom de la personne qui a réservé.
door-admit = Faire entrer
door-already-at = entré à { $time }
door-void = annulé
door-undo = Annuler cette entrée
door-next = Suivant
door-last = Dernière entrée
door-offline-title = Pas de réseau
door-offline = Le billet n’a pas pu être vérifié. Réessayez, ou servez-vous de la liste imprimée.
door-signed-out-title = Connexion terminée
door-signed-out = Rechargez la page et reconnectez-vous.
door-result-title = { $result ->
    [admitted] Bienvenue
    [already] Déjà entré
    [void] Billet annulé
    [other_concert] Pas pour ce concert
    [undone] Entrée annulée
    [forged] Faux billet
    [not_confirmed] Pas encore confirmée
    [not_undone] Trop tard
    [too_many] Trop d’essais
   *[unknown] Code inconnu
}
# time, gate: heure et nom de la porte du premier passage ; concert, day: pour quel concert ; why: refunded ou cancelled
# remaining: combien de billets valables de la même commande ne sont pas encore entrés
door-result-admitted = { $remaining ->
    [0] La commande est au complet.
    [one] Encore une personne pour cette commande.
   *[other] Encore { $remaining } personnes pour cette commande.
}
door-result-already = Déjà entré à { $time }.
door-result-already-gate = Déjà entré à { $time }, porte { $gate }.
door-result-void = { $why ->
    [refunded] Ce billet a été remboursé : il ne donne plus droit d’entrer.
   *[cancelled] Ce billet a été annulé : il ne donne plus droit d’entrer.
}
door-result-other-concert = Ce billet est pour { $concert }, { $day }.
door-result-unknown = Aucun billet ne porte ce code. Vérifiez les signes, ou cherchez le nom.
door-result-forged = Ce code n’a pas été émis par l’association.
door-result-not-confirmed = Cette commande n’a pas été confirmée : elle n’a pas de billet.
door-result-not-undone = Cette entrée ne peut plus être annulée ici : elle est trop ancienne, ou a été faite par quelqu’un d’autre.
door-result-undone = Ce billet peut de nouveau entrer.
door-result-too-many = Attendez une minute avant de taper un autre code.
