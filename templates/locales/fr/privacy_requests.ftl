# Les demandes de chacun sur ses données (RGPD, art. 12 à 22) : la page publique, le suivi, l’espace de gestion, les mails.
treatment-rights-title = Demandes sur vos données
treatment-rights-purpose = Répondre aux demandes d’accès, de portabilité, de rectification, d’effacement, de limitation et d’opposition, et pouvoir prouver la réponse.
required-requester-name = Sans nom, la demande ne peut être rapprochée de ce qui est conservé.
required-requester-email = Sans adresse e-mail, ni le lien de confirmation ni la réponse ne peuvent parvenir.

rights-title = Vos données
rights-lead = Ce que { $name } conserve à votre sujet vous appartient. Choisissez ce que vous voulez en faire : aucun compte n’est nécessaire, et la plupart des réponses arrivent en quelques minutes.
rights-choice-title = Que voulez-vous faire ?
rights-again-title = Faire une autre demande
rights-choice = { $kind ->
    [access] Voir mes données
    [portability] Emporter mes données
    [rectification] Corriger mes données
    [erasure] Effacer mes données
    [restriction] Geler mes données
    [objection] M’opposer à leur usage
   *[withdrawal] Retirer un consentement
}
rights-choice-hint = { $kind ->
    [access] Une copie complète, avec l’usage de chaque donnée, sa durée et ses destinataires.
    [portability] Un fichier qu’un autre service sait lire.
    [rectification] Un nom mal écrit, une adresse qui a changé.
    [erasure] Tout ce que la loi n’oblige pas à garder disparaît, après 24 heures pendant lesquelles vous pouvez changer d’avis.
    [restriction] Elles sont gardées, mais plus personne ne s’en sert.
    [objection] Plus de prospection, et plus d’usage fondé sur l’intérêt légitime de l’association.
   *[withdrawal] Par exemple pour la lettre d’information.
}
rights-kind = { $kind ->
    [access] Copie de vos données
    [portability] Portabilité de vos données
    [rectification] Correction de vos données
    [erasure] Effacement de vos données
    [restriction] Limitation de vos données
    [objection] Opposition à l’usage de vos données
   *[withdrawal] Retrait d’un consentement
}
rights-article = RGPD, art. { $article }
rights-how-title = Comment cela se passe
rights-how-text = Vous recevez un lien à l’adresse que vous indiquez. Il montre que cette adresse est la vôtre ; rien n’est dit à personne avant. La loi donne un mois pour répondre ; le logiciel répond d’ordinaire tout de suite.
rights-how-letter = Par courrier ou par téléphone, c’est possible aussi. Aucune copie de pièce d’identité n’est demandée.
rights-cnil = Si la réponse ne vous convient pas, vous pouvez saisir la CNIL.
rights-cnil-link = Adresser une plainte à la CNIL
rights-sent-title = Ouvrez votre boîte aux lettres
rights-sent-text = Un message vient de partir à l’adresse indiquée. Ouvrez le lien qu’il contient dans les trente minutes pour que la demande commence.
rights-sent-nothing = Rien reçu ? Regardez parmi les indésirables, puis vérifiez l’adresse et recommencez.

rights-email-hint = Celle que vous avez donnée à l’association. La réponse y sera envoyée.
rights-corrected = Ce qu’il faut écrire
rights-corrected-given-name = Prénom correct
rights-corrected-family-name = Nom correct
rights-corrected-email = Adresse e-mail correcte
rights-message = Quelque chose à ajouter
rights-message-hint = La réponse n’en dépend pas.
rights-proof-title = J’ai mal écrit mon adresse lors d’un achat
rights-proof-text = Indiquez alors ci-dessus votre bonne adresse et votre nom comme lors de l’achat, et ici l’achat à retrouver. Deux personnes de l’association vérifieront.
rights-order-code = Code de la commande
rights-order-code-hint = Il ressemble à FA0Y-W0PY-42 ; il est sur le relevé du paiement et sur les billets.
rights-show-date = Date du concert
rights-amount = Montant payé
rights-ticket-title = Mon nom est sur un billet que quelqu’un d’autre a acheté
rights-ticket-text = Si votre adresse n’a pas été donnée avec votre nom, le numéro du billet suffit à vous retrouver. Écrivez ci-dessus votre prénom et votre nom comme sur le billet, même s’il y a une faute. Deux personnes de l’association vérifieront.
rights-ticket-number = Numéro du billet
rights-ticket-number-hint = Il ressemble à FA0Y-W0PY-42001 ; il est imprimé sur le billet.
rights-fault-ticket = Ce numéro n’est pas complet. Il a treize lettres et chiffres, comme FA0Y-W0PY-42001.
rights-letter-ticket-hint = Si le nom de la personne est sur un billet que quelqu’un d’autre a acheté. Il ressemble à FA0Y-W0PY-42001.
rights-form-notice = Ces réponses ne servent qu’à traiter la demande. Nom et adresse sont oubliés trente jours après la réponse.
rights-quiet = Et ensuite ?
rights-quiet-hint = Effacer vos données efface aussi le fait que vous ne vouliez pas de courrier. Choisissez.
rights-quiet-never = Ne plus jamais m’écrire : une empreinte de mon adresse, illisible, est gardée au moins trois ans pour cela
rights-quiet-nothing = Ne rien garder, pas même cela
rights-quiet-kept = Une empreinte illisible de votre adresse reste sur la liste d’opposition, pour que personne ne vous écrive plus. Vous seul pouvez l’en retirer, en confirmant un nouvel abonnement depuis votre adresse.
rights-other-title = Je fais cette demande pour un enfant dont j’ai l’autorité parentale, ou pour une personne que je représente
rights-other-text = Ci-dessus, indiquez votre nom et votre adresse e-mail ; ici, la personne concernée. Seules ses données sont traitées, pas les vôtres. Deux personnes de l’association vérifient, sans demander de pièce d’identité.
rights-other-box = Je demande pour une autre personne
rights-other-capacity = À quel titre
rights-other-given-name = Prénom de la personne concernée
rights-other-family-name = Nom de la personne concernée
rights-other-age = Son âge
rights-capacity = { $capacity ->
    [parent] Titulaire de l’autorité parentale
    [guardian] Tutelle, curatelle ou habilitation familiale
   *[mandate] Mandat écrit
}
rights-age = { $age ->
    [under_15] moins de 15 ans
    [from_15] de 15 à 17 ans
   *[adult] 18 ans ou plus
}
rights-fault-choose = Choisissez une des réponses.
rights-fault-age = L’autorité parentale prend fin à 18 ans, et un enfant ne donne pas de mandat : vérifiez l’âge ou le titre.
rights-fault-quiet = Choisissez si votre adresse doit rester sur la liste d’opposition.
rights-fault-why = Choisissez le motif.
rights-mentions-open = Décidez d’abord de chacun des textes qui nomment la personne.
rights-mention-still = Ce texte nomme encore la personne : corrigez-le d’abord, ou laissez-le avec un motif.
rights-represented-untold = À partir de 15 ans, l’enfant doit être averti avant toute signature : notez-le ci-dessus.
rights-for-whom = { $known ->
    [yes] { $asker } demande pour { $name }.
   *[no] Demande faite pour une autre personne.
}
rights-for-child-told = { $told ->
    [yes] L’enfant en a été averti.
   *[no] L’association avertit l’enfant, qui a son mot à dire.
}
rights-texts-title = Les textes où vous êtes nommé
rights-texts-found = { $count ->
    [one] Un texte de l’association nomme cette personne.
   *[other] { $count } textes de l’association nomment cette personne.
}
rights-texts-corrected = { $count ->
    [one] Un a été corrigé.
   *[other] { $count } ont été corrigés.
}
rights-texts-left = { $count ->
    [one] Un texte laissé tel quel :
   *[other] { $count } textes laissés tels quels :
}
rights-texts-why = { $why ->
    [expression] liberté d’expression (RGPD, art. 17, paragraphe 3, a)
    [information] information du public : programme, générique, mention légale (RGPD, art. 17, paragraphe 3, a)
    [archive] archive d’intérêt public ou historique (RGPD, art. 17, paragraphe 3, d)
    [duty] obligation légale de le garder (RGPD, art. 17, paragraphe 3, b)
    [claim] nécessaire à la défense d’un droit (RGPD, art. 17, paragraphe 3, e)
   *[homonym] il parle d’une autre personne du même nom
}
rights-dispute-title = Une contestation bancaire
rights-dispute-text = Un paiement de cette personne a été contesté auprès de sa banque. Ce qui prouve la vente (commande, montant, entrées, versions des textes acceptés) est gardé sans le nom (RGPD, art. 17, paragraphe 3, e).
rights-dispute-open = La contestation est ouverte depuis le { $day }.
rights-dispute-until = Elle est close ; ces éléments disparaissent le { $day }.
rights-send = Recevoir le lien
rights-fault-purchase-for-other = Un achat montre qui a payé, pas pour qui vous écrivez. Effacez-le, et citez plutôt le numéro d’un billet au nom de cette personne.
rights-fault-code = Un code de commande a huit lettres ou chiffres, puis deux chiffres : FA0Y-W0PY-42.
rights-fault-nothing-corrected = Indiquez au moins une chose à corriger.
rights-fault-too-often = Trop de demandes en peu de temps. Ce que vous avez écrit est resté ; réessayez plus tard, ou écrivez à l’association.
rights-fault-proof-needed = Pour un autre nom que le vôtre, indiquez une commande passée sous ce nom et la date du concert.
rights-fault-reply = Indiquez une adresse e-mail ou postale : où va la réponse ?
rights-fault-words = Tapez les mots demandés, tels quels.
rights-proof-wrong = Cette commande n’est pas celle d’un des noms cochés. Vérifiez le code et la date.
rights-moved-on = Cette demande a avancé entre-temps. Rien n’a été changé ; voici où elle en est.
rights-too-late = Il est trop tard pour revenir en arrière : c’est en cours, ou c’est fait.
rights-second-other = Vous avez préparé cette décision : une autre personne doit la signer.
rights-second-later = Vous êtes seul à pouvoir décider : la seconde signature attend 48 heures après la première.
rights-extend-late = Le délai ne peut être prolongé qu’une fois, et pendant le premier mois.

rights-open-title = { $purpose ->
    [address] Confirmer cette adresse
    [identity] Confirmer la demande
   *[download] Télécharger la copie
}
rights-open-text = { $purpose ->
    [address] Quelqu’un demande à { $name } que cette adresse remplace la sienne. Appuyez si c’est vous.
    [identity] Appuyez pour montrer que cette adresse est la vôtre.
   *[download] Appuyez pour recevoir le fichier. Le lien ne sert qu’une fois.
}
rights-open-button = { $purpose ->
    [address] C’est mon adresse
    [identity] C’est bien moi
   *[download] Télécharger
}
rights-open-not-you = Vous n’avez rien demandé ? Fermez cette page : rien ne se passera.
rights-link-over = Ce lien a déjà servi, ou son temps est passé.
rights-copy-over = Cette copie n’existe plus : elle est détruite sept jours après avoir été faite.
rights-open-stale = Cette page était ouverte depuis trop longtemps, ou dans un autre navigateur. Appuyez encore une fois.
rights-said-lead = Voici ce qui a été écrit. Ne confirmez que si c’est bien cela :
rights-said = { $what ->
    [given_name] Prénom corrigé : { $words }
    [family_name] Nom corrigé : { $words }
    [email] Nouvelle adresse : { $words }. Tout ce qui vous est envoyé ira désormais là.
    [for] Pour une autre personne : { $words }
   *[quiet] Ne plus jamais m’écrire
}
rights-address-done-title = Adresse confirmée
rights-address-done = Merci. La correction se fait maintenant ; la réponse arrive à l’adresse qui a fait la demande.
rights-frozen-title = Vos données sont gelées
rights-frozen-text = Elles sont gardées, sans que personne ne s’en serve, jusqu’à ce que vous en décidiez autrement, ou que l’association vous annonce la fin une semaine avant.
rights-frozen-until = L’association s’en servira de nouveau à partir du { $day }. Si vous n’êtes pas d’accord, écrivez à { $email } ou saisissez la CNIL.
rights-unfreeze = Ne plus les geler
rights-held = L’association a suspendu cet effacement : un litige est ouvert, ou une obligation est à vérifier. Rien n’est effacé pendant ce temps, et la date de réponse reste la même : le { $day } au plus tard, l’effacement reprend de lui-même. Écrivez à { $email } pour en connaître la raison ; vous pouvez aussi saisir la CNIL.
rights-new-address = Un lien est parti à la nouvelle adresse, { $address }. Ouvrez-le dans les sept jours : rien n’est changé avant, et sans cela la demande prend fin.
rights-proof-one = Cette commande prouve que { $name } est bien vous, et personne d’autre. Cochez ce seul nom ; pour les autres, faites une autre demande avec leur commande.
rights-over-title = Ce lien ne sert plus
rights-over-text = { $purpose ->
    [address] Il a déjà servi, ou son temps est passé. Si la demande est close, refaites-la.
    [identity] Il a déjà servi, ou son temps est passé. Refaites la demande pour en recevoir un autre.
   *[download] Il a déjà servi, ou son temps est passé. Demandez-en un autre sur la page de suivi.
}

rights-request = Demande { $reference }
rights-received-due = Reçue { $received }, réponse due au plus tard { $due }.
rights-state = { $state ->
    [received] Reçue.
    [acknowledged] Reçue.
    [identity_pending] En attente de confirmation par l’adresse indiquée.
    [identity_verified] Confirmée.
    [scoping] Une question avant de continuer : quelles données sont les vôtres ?
    [planned] Prête.
    [awaiting_second_approval] Deux personnes de l’association doivent regarder avant la suite.
    [executing] En cours.
    [external_pending] C’est fait chez nous, en cours ailleurs.
    [completed] C’est fait.
    [completed_with_retention] C’est fait. Une partie est gardée, parce que la loi l’exige.
    [refused] Refusée, pour la raison dite plus bas.
    [withdrawn] Retirée. Rien n’a été changé.
   *[merged_duplicate] Réunie à une demande identique, déjà en cours.
}
rights-notice = { $what ->
    [link_sent] Un lien de téléchargement vient de partir à votre adresse. Il s’ouvre une fois, pendant trente minutes.
    [link_too_often] Plusieurs liens sont déjà partis. Attendez cinq minutes.
    [withdrawn] La demande est retirée.
    [unfrozen] Vos données ne sont plus gelées.
   *[chosen] Merci. C’est noté.
}
rights-overdue = La date limite est passée. L’association en est avertie ; vous pouvez aussi saisir la CNIL.
rights-extended = Le délai est prolongé jusqu’au { $due } (RGPD, art. 12, paragraphe 3). Raison :
rights-clarify-title = Une question de l’association
rights-clarify-how = Répondez à { $email }, ou au message reçu.
rights-refused-title = Pourquoi c’est refusé
rights-refused-complain = Vous pouvez contester ce refus devant la CNIL ou devant un juge.
rights-ground = { $ground ->
    [identity] Il n’a pas été possible d’établir qui fait la demande (RGPD, art. 12, paragraphe 2).
    [unfounded] La demande est manifestement infondée (RGPD, art. 12, paragraphe 5).
    [excessive] La demande est excessive, notamment parce qu’elle se répète (RGPD, art. 12, paragraphe 5).
    [others] Y répondre porterait atteinte aux droits d’autres personnes (RGPD, art. 15, paragraphe 4).
   *[duty] Une obligation légale impose de garder ces données (RGPD, art. 17, paragraphe 3).
}
rights-second-look = Plusieurs noms partagent cette adresse, ou le cas demande un regard humain. Deux personnes de l’association le vérifient avant que quoi que ce soit se passe.
rights-copy-title = Votre copie est prête
rights-copy-text = { $rows ->
        [one] Une ligne
       *[other] { $rows } lignes
    }, { $size } ko. Elle est détruite le { $until }.
rights-copy-fetched = Elle a déjà été téléchargée.
rights-copy-link = Recevoir le lien de téléchargement
rights-copy-why = Le fichier contient vos données : il ne s’ouvre que par un lien envoyé à votre adresse.
rights-others-title = Cette adresse porte aussi d’autres noms
rights-others-text = Les données à votre nom seront traitées. Les autres appartiennent peut-être à d’autres personnes de votre famille : elles ne sont concernées que si vous montrez qu’elles sont les vôtres.
rights-others-legend = C’est aussi moi
rights-others-proof = Pour chaque nom coché, il faut une commande passée sous ce nom et la date de son concert ; deux personnes de l’association vérifieront.
rights-others-go = Continuer
rights-found-title = Ce qui est conservé
rights-came-later = { $whose ->
    [another] Depuis que ces données ont été réunies, d’autres sont arrivées au nom de cette personne, par exemple avec un achat.
   *[own] Depuis que ces données ont été réunies, d’autres sont arrivées à votre nom, par exemple avec un achat.
} Cette réponse ne les concerne pas : faites une nouvelle demande si vous voulez qu’elles soient traitées.
rights-found-nothing = { $name } ne conserve rien à ce nom et à cette adresse, sauf cette demande.
rights-purpose = Usage
rights-found = Lignes
rights-erased = Effacé
rights-anonymised = Rendu anonyme
rights-kept = Gardé
rights-kept-title = Ce qui est gardé, et pourquoi
rights-hold = { $hold ->
    [accounting] Pièces comptables.
    [ticket_register] Journal de billetterie.
    [dispute] Preuve en cas de contestation bancaire, sans le nom.
    [expression] Textes et programmes publiés.
    [proof] Textes acceptés, comme preuve.
    [rights_file] Preuve du traitement de vos demandes.
    [suppression] Liste d’opposition, sans votre adresse en clair.
   *[other] Obligation légale.
}
rights-kept-rows = { $count ->
    [one] Une ligne.
   *[other] { $count } lignes.
}
rights-kept-law = Texte : { $law }.
rights-kept-until = Jusqu’au { $day }.
rights-kept-open = Tant que cette obligation dure.
rights-kept-who = Lisible par :
rights-recipients-title = Chez les destinataires
rights-recipient = { $who ->
    [stripe] Stripe (paiements) :
    [object_storage] Stockage de fichiers, toutes versions :
    [exports] Tableaux téléchargés par l’équipe :
    [mail_provider] Prestataire d’e-mail :
   *[backups] Sauvegardes :
}
rights-recipient-status = { $status ->
    [pending] en cours.
    [done] c’est fait,
    [scheduled] paiements conservés par Stripe pour ses propres obligations ; l’association en demandera l’effacement à partir du
    [asked] l’équipe doit supprimer ses copies et le confirmer.
    [asked_stripe] l’association demande à Stripe d’effacer ce qui peut l’être, et le confirmera.
    [expires] disparaît de soi-même au plus tard le
   *[nothing] rien à effacer.
}
rights-grace-title = Effacement prévu { $day }, { $time }
rights-grace-text = Jusque-là, rien n’est effacé, et vous pouvez changer d’avis.
rights-undo = Ne pas effacer
rights-withdraw = Retirer la demande
rights-order-erased = Les données de la personne qui a réservé ont été effacées à sa demande. Les billets restent valables.
rights-timeline = Ce qui s’est passé
rights-event = { $what ->
    [received] Demande reçue
    [acknowledged] Réception notée
    [identity_pending] Attend de savoir qui demande
    [identity_verified] Identité montrée
    [posted] Réponse postée
    [lift_announced] Fin du gel annoncée
    [lifted] Gel terminé
    [scoping] Recherche de ce qui est conservé
    [planned] Réponse préparée
    [plan_made] Compte fait de ce qui est concerné
    [grace_begun] Délai de réflexion commencé
    [awaiting_second_approval] Attend le regard de deux personnes
    [prepared] Première signature
    [refusal_prepared] Refus proposé
    [preparation_dropped] Proposition abandonnée
    [approved] Seconde signature
    [executing] Traitement commencé
    [external_pending] Données de l’association traitées
    [completed] Terminée
    [completed_with_retention] Terminée, une partie étant gardée
    [refused] Refusée
    [withdrawn] Retirée
    [merged_duplicate] Réunie à une demande identique
    [extended] Délai prolongé
    [clarification_requested] Question posée
    [restricted] Données gelées
    [held] Suspendue
    [released] Reprise
    [mentions_found] Textes trouvés qui nomment cette personne
    [mention_decided] Décision sur un texte
    [mentions_settled] Textes décidés
    [represented_told] Enfant averti
    [overdue] Date limite passée
    [contact_forgotten] Nom et adresse oubliés
   *[other] Étape suivie
}
rights-actor = { $actor ->
    [person] la personne
    [staff] l’équipe
   *[software] le logiciel
}

rights-desk-title = Demandes sur les données
rights-desk-lead = Le logiciel répond seul à presque tout. Ici attendent les demandes qui veulent un regard, par date limite.
rights-desk-public = Voir la page publique
rights-desk-papers = Registres, contrat, violations
rights-desk-open = En cours
rights-desk-over = Terminées
rights-desk-what = Demande
rights-desk-who = De
rights-desk-due = Réponse due
rights-desk-came = Reçue
rights-desk-by-letter = par courrier
rights-desk-forgotten = Nom oublié
rights-desk-late = En retard
rights-desk-soon = Bientôt due
rights-desk-none-title = Rien n’attend
rights-desk-none = Les demandes arrivent par la page publique ou par courrier.
rights-desk-letter = Entrer un courrier
rights-desk-state = { $state ->
    [identity_pending] Attend que la personne confirme
    [scoping] Attend que la personne précise
    [planned] Délai de réflexion
    [awaiting_second_approval] À vérifier par deux personnes
    [executing] En cours
    [external_pending] En cours ailleurs
    [completed] Terminée
    [completed_with_retention] Terminée, une partie gardée
    [refused] Refusée
    [withdrawn] Retirée
    [merged_duplicate] Doublon
   *[other] Reçue
}
rights-desk-post-copy = Télécharger la copie à envoyer par la poste
rights-desk-facts = La demande
rights-desk-unidentified = Identité pas encore montrée
rights-desk-executes = Sera fait
rights-desk-message = Ajouté
rights-desk-held = Suspendue
rights-desk-held-until = Suspendue jusqu’au { $day } au plus tard.
rights-desk-plan = { $kind ->
    [erasure] { $people } fiches concernées ; { $changes } valeurs seront effacées ou remplacées.
   *[other] { $people } fiches concernées.
}
rights-desk-for = Pour
rights-desk-for-title = Une demande faite pour une autre personne
rights-desk-for-check = { $check ->
    [who] Qui demande s’est montré par sa propre boîte aux lettres. Cela ne prouve pas le lien avec la personne concernée : demandez par une question ce qui le rend vraisemblable.
    [rows] Seules les lignes au nom de la personne concernée sont touchées, parmi celles qu’on atteint depuis cette boîte aux lettres. Vérifiez qu’aucune n’est celle d’un homonyme.
    [paper] N’exigez pas de copie de pièce d’identité (RGPD, art. 12, paragraphe 6). En cas de doute sérieux, la décision du juge ou le mandat suffit ; rien n’en est conservé ici.
    [both] Chaque parent est réputé agir avec l’accord de l’autre pour un acte usuel (C. civ., art. 371-1 et 388-1-1) ; refusez si vous savez que l’autre s’y oppose.
    [child] L’enfant a 15 ans ou plus : avertissez-le et écoutez-le avant de signer. S’il s’y oppose, refusez.
    [young] L’enfant a moins de 15 ans : le titulaire de l’autorité parentale répond pour lui (loi Informatique et Libertés, art. 45).
   *[refuse] À refuser : un conflit entre la personne concernée et qui demande, un lien qui ne devient pas vraisemblable, une mesure de protection qui ne couvre pas cet acte.
}
rights-desk-told = L’enfant est averti et ne s’y oppose pas
rights-desk-disputed = Un paiement de cette personne est contesté auprès de sa banque : ce qui prouve la vente est gardé sans le nom, même après un effacement.
rights-desk-texts = Les textes qui nomment cette personne
rights-desk-texts-lead = { $count ->
        [one] Un texte.
       *[other] { $count } textes.
    } { $open ->
        [0] Tout est décidé.
        [one] Un reste à décider.
       *[other] { $open } restent à décider.
    } Le logiciel n’en réécrit aucun et n’en garde aucun : lisez, corrigez à la main si c’est juste, puis notez ce que vous avez fait.
rights-desk-text-where = { $table ->
    [association] Présentation de l’association
    [concert] Page d’un concert
    [picture] Description d’une image
    [legal_clause] Mentions légales
    [breach] Dossier de violation
    [dpo_assessment] Évaluation du délégué
    [privacy_request] Demande d’une autre personne
   *[other] Autre texte
}
rights-desk-text-hidden = Réservé à la présidence.
rights-desk-text-gone = Ce texte ne nomme plus cette personne.
rights-desk-text-edit = Modifier le texte
rights-desk-text-why = Motif
rights-desk-text-left = Laissé, avec motif
rights-desk-text-corrected = Corrigé par nous
rights-desk-decide = La décision
rights-desk-why = Le logiciel ne décide pas seul, parce que :
rights-review = { $reason ->
    [several_names] plusieurs noms partagent l’adresse ;
    [entered_by_staff] la demande a été entrée par l’équipe ;
    [staff_account] l’adresse est celle d’une personne de l’équipe ;
    [others_texts] des textes écrits par d’autres sont concernés ;
    [mentions] des textes nomment cette personne ;
    [represented] la demande est faite pour une autre personne ;
    [other_address] la personne s’est montrée par un achat fait avec une autre adresse, ou par un billet acheté par quelqu’un d’autre ;
    [keeps_changing] les données ont changé à chaque fois entre le plan et son exécution ;
   *[refusal] la demande est à refuser.
}
rights-lift-by-post = Sept jours après que vous avez reçu cette lettre.
rights-lift-nobody = Plus aucune adresse de cette personne n’est gardée : elle ne peut pas être prévenue, et le gel reste. Elle peut y mettre fin elle-même par sa page de suivi.
rights-desk-lift = Gel des données
rights-desk-lift-lead = La raison du gel n’existe plus (l’exactitude est vérifiée, le litige est fini) ? La personne est prévenue, et le gel prend fin sept jours plus tard (RGPD, art. 18, paragraphe 3).
rights-desk-lift-go = Annoncer la fin du gel
rights-desk-lift-on = La personne est prévenue : le gel prend fin le { $day }.
rights-desk-post = À poster
rights-desk-post-lead = Aucune adresse électronique n’est confirmée : cette réponse ne part pas d’elle-même. Imprimez-la et postez-la à l’adresse ci-dessus.
rights-desk-posted = C’est posté
rights-desk-persons = Les achats de ces personnes sont concernés :
rights-desk-nameless = Nom masqué,
rights-basis = { $basis ->
    [proof] reconnu par l’achat que cite la demande
    [ticket] reconnu par le billet que cite la demande, à ce nom
    [represented] au nom de la personne représentée
    [chosen] désigné par la personne et prouvé par un achat
   *[name] au nom et à l’adresse de la demande
}
rights-desk-refusal = Refus proposé.
rights-desk-first = Première signature : { $name }.
rights-desk-prepare = Signer en premier
rights-desk-prepare-hint = Vous avez lu les nombres ci-dessus et ils vous semblent justes. Une autre personne signera les mêmes.
rights-desk-type = Tapez « { $words } » pour signer
rights-desk-words = { $refuses ->
    [yes] refuser
   *[no] { $kind ->
        [access] donner la copie
        [portability] donner la copie
        [rectification] corriger
        [erasure] effacer
        [restriction] geler
       *[other] appliquer
    }
}
rights-desk-approve = Signer en second
rights-desk-alone = Vous êtes seul à pouvoir décider. La seconde signature sera possible { $day }, { $time } ; la présidence est avertie.
rights-refusal-late = Un refus a déjà été proposé et n’a pas été signé à temps : la demande suit son cours.
rights-desk-refusal-falls = Sans seconde signature, cette proposition tombe le { $day } et la demande reprend d’elle-même.
rights-desk-drop = Abandonner cette proposition
rights-desk-taken = Tableaux téléchargés depuis un an
rights-desk-taken-what = { $what ->
    [orders] commandes
   *[tickets] billets
} ({ $rows } lignes)
rights-desk-copies-deleted = Ces copies sont supprimées partout
rights-desk-stripe-lead = Les paiements de cette personne peuvent maintenant être effacés chez Stripe, pour ce que la loi lui permet. Demandez-le à Stripe depuis le compte de l’association, puis confirmez ici.
rights-desk-stripe-done = Stripe l’a fait
rights-desk-more = Autres actes
rights-desk-extend = Prolonger de deux mois
rights-desk-extend-why = Pourquoi plus de temps
rights-desk-extend-hint = La personne lira ces mots. C’est possible une fois, pendant le premier mois.
rights-desk-clarify = Poser une question
rights-desk-question = Votre question
rights-desk-question-hint = La personne la reçoit par e-mail. Ne demandez pas de pièce d’identité.
rights-desk-hold = Suspendre
rights-desk-hold-hint = Un litige est ouvert, une obligation a été trouvée ? L’effacement attend jusqu’au { $day } au plus tard, puis il reprend de lui-même ; la personne le voit. Pour conserver des données plus longtemps, proposez de refuser, avec le motif.
rights-hold-late = La réponse est due sous trois jours : il est trop tard pour suspendre. Proposez de refuser, avec le motif, si des données doivent être conservées.
rights-desk-release = Reprendre
rights-desk-refuse = Proposer de refuser
rights-desk-ground = Motif
rights-desk-reason = Explication
rights-desk-reason-hint = La personne lira ces mots. Une seconde signature est nécessaire.
rights-desk-chain-broken = Le journal de cette demande a été modifié après coup.
rights-desk-done = { $what ->
    [prepare] Première signature notée.
    [approve] C’est signé.
    [drop] La proposition est abandonnée.
    [refuse] Le refus est proposé.
    [extend] Le délai est prolongé, la personne en est avertie.
    [clarify] La question est partie.
    [post] Noté. La personne ne l’apprend que par la poste : imprimez la lettre ci-dessous.
    [lift] La personne est prévenue : le gel prend fin dans sept jours.
    [posted] Noté : la lettre est postée.
    [copies_deleted] Noté : les copies sont supprimées.
    [stripe_redacted] Noté : Stripe a effacé ce qui pouvait l’être.
    [told] Noté : l’enfant est averti.
    [mention_left] Noté : le texte reste.
    [mention_corrected] Noté : le texte est corrigé.
    [hold] La demande est suspendue.
    [release] La demande reprend.
   *[other] C’est fait.
}
rights-letter-lead = La date du courrier fait courir le délai. N’exigez pas de pièce d’identité : une commande, sa date et son montant suffisent, ou un lien envoyé à l’adresse déjà connue.
rights-letter-kind = Ce que demande le courrier
rights-letter-received = Arrivé le
rights-letter-received-hint = Aujourd’hui si vous laissez vide.
rights-letter-email-hint = Un lien n’y part que si l’association connaît déjà cette adresse.
rights-letter-reply = Adresse de réponse
rights-letter-reply-hint = Où envoyer la réponse, si c’est par la poste.
rights-letter-message = Ce que dit encore le courrier
rights-letter-proof = Achat cité dans le courrier
rights-letter-proof-hint = S’il est juste en tout point, la personne est reconnue.
rights-letter-quiet = Le courrier demande que plus personne n’écrive
rights-letter-quiet-hint = Pour un effacement. Une empreinte illisible de l’adresse confirmée est alors gardée ; sinon, rien ne l’est.
rights-letter-save = Entrer le courrier

mail-rights-link-subject = { $purpose ->
    [address] Confirmez votre nouvelle adresse
    [identity] Confirmez votre demande sur vos données
   *[download] Votre lien de téléchargement
}
mail-rights-link-text = { $purpose ->
    [address] Quelqu’un demande à { $name } que cette adresse remplace la sienne :
    [identity] Quelqu’un a fait cette demande à { $name } avec votre adresse :
   *[download] Voici le lien pour télécharger la copie demandée à { $name } :
}
mail-rights-link-open = { $purpose ->
    [address] Si c’est vous, confirmez-la :
    [identity] Si c’est vous, confirmez-la :
   *[download] Téléchargez-la :
}
mail-rights-link-until = Ce lien s’ouvre une seule fois, jusqu’au { $when }.
mail-rights-link-not-you = Si vous n’avez rien demandé, laissez ce message : rien ne se passera, et personne n’apprendra quoi que ce soit.
mail-rights-received-subject = Demande { $reference } : nous nous en occupons
mail-rights-received-title = Nous nous en occupons
mail-rights-received-text = Votre adresse est confirmée, votre demande est enregistrée :
mail-rights-received-due = La réponse est due au plus tard { $due }. Elle arrive d’ordinaire bien avant.
mail-rights-received-question = Une question vous attend sur la page de suivi : quelles données sont les vôtres ? Sans réponse d’ici un jour, la demande continue avec celles qui portent votre nom.
mail-rights-corrected = Ce qui est écrit désormais :
mail-rights-nothing-title = Rien n’a été trouvé
mail-rights-nothing-subject = Demande { $reference } : rien n’a été trouvé
mail-rights-nothing = Rien n’a été trouvé sous ce nom et cette adresse, et rien n’a donc changé.
mail-rights-follow = Suivez-la à tout moment :
mail-rights-follow-button = Suivre la demande
mail-rights-secret = Gardez cette adresse pour vous : qui l’ouvre voit où en est la demande.
mail-rights-answer-subject = { $kind ->
    [access] Votre copie est prête
    [portability] Vos données sont prêtes à emporter
    [rectification] Vos données sont corrigées
    [erasure] Vos données sont effacées
    [restriction] Vos données sont gelées
    [objection] Votre opposition est appliquée
   *[withdrawal] Votre consentement est retiré
}
mail-rights-answer-text = { $kind ->
    [enclosed] La copie complète de ce qui est conservé à votre sujet est jointe à cette lettre.
    [access] La copie complète de ce qui est conservé à votre sujet est prête. Demandez le lien de téléchargement sur la page de suivi.
    [portability] Le fichier est prêt. Demandez le lien de téléchargement sur la page de suivi.
    [rectification] Ce que vous avez indiqué est écrit partout où c’était faux. Les reçus déjà émis ne changent pas.
    [erasure] Tout ce que la loi n’oblige pas à garder est effacé, et nous avons recompté : il n’en reste rien. Votre adresse d’envoi de ce message sera oubliée dans trente jours.
    [restriction] Vos données sont gardées, mais plus personne ne s’en sert. Vous serez averti avant que cela change.
    [objection_other] L’usage auquel vous vous opposez a cessé.
    [objection] L’usage auquel vous vous opposez a cessé, et aucune lettre d’information ne vous sera plus envoyée.
   *[withdrawal] Plus rien ne vous sera envoyé sur la base de ce consentement.
}
mail-rights-copy-until = Elle sera détruite le { $until }.
mail-rights-refused-subject = Demande { $reference } : réponse
mail-rights-refused-title = Nous ne pouvons pas faire ce que vous demandez
mail-rights-refused-text = Deux personnes de l’association ont regardé votre demande :
mail-rights-word-subject = { $what ->
    [lifting] Demande { $reference } : vos données ne seront plus gelées
    [unconfirmed] Demande { $reference } : la nouvelle adresse n’a pas été confirmée
    [extended] Demande { $reference } : il nous faut plus de temps
   *[clarify] Demande { $reference } : une question
}
mail-rights-word-text = { $what ->
    [lifting] La raison de geler vos données n’existe plus. Nous nous en servirons de nouveau à partir du jour que voici. Si vous n’êtes pas d’accord, répondez-nous avant, ou saisissez la CNIL.
    [unconfirmed] Personne n’a ouvert en sept jours le lien envoyé à la nouvelle adresse. Rien n’a été changé et la demande est close ; vous pouvez la refaire. L’adresse écrite était :
    [extended] La réponse arrivera au plus tard { $due } (RGPD, art. 12, paragraphe 3). La raison :
   *[clarify] Pour bien répondre, d’ici { $due }, nous avons besoin de savoir :
}
mail-rights-ask-subject = { $kind ->
    [erasure] Un effacement attend votre regard
    [access] Une demande de copie attend votre regard
   *[other] Une demande sur des données attend votre regard
}
mail-rights-ask-day = Demande ouverte depuis { $days } jours, due { $due }
mail-rights-ask-overdue = Demande { $reference } : la date limite est passée
mail-rights-ask-waits = Deux personnes de l’association doivent signer avant que le logiciel continue.
mail-rights-ask-post-subject = Demande { $reference } : une lettre à poster
mail-rights-ask-post = Une réponse est à imprimer et à poster : la personne n’a pas d’adresse électronique confirmée.
mail-rights-ask-held = L’effacement est suspendu. Le { $day }, il reprend de lui-même : pour conserver des données plus longtemps, proposez de refuser, avec le motif.
mail-rights-ask-due = La réponse est due au plus tard { $due }.
mail-rights-ask-stripe = Les paiements peuvent maintenant être effacés chez Stripe : demandez-le depuis le compte de l’association, puis confirmez-le sur la page de la demande.
mail-rights-ask-open = Ouvrir la demande :
mail-rights-ask-button = Ouvrir la demande
mail-rights-alert-subject = { $association } : la demande { $reference } approche de son terme
mail-rights-alert-text = L’association { $association } n’a pas encore répondu à la demande { $reference }, ouverte depuis { $days } jours. La réponse est due au plus tard { $due }.
mail-rights-alert-what = Rappelez-le à l’association. La plateforme ne répond pas à sa place et ne voit rien de la personne.
mail-rights-alert-button = Ouvrir la console
mail-rights-president-subject = Demande { $reference } : une décision est préparée
mail-rights-president-text = { $refuses ->
    [yes] Quelqu’un de l’équipe propose de refuser :
   *[no] Quelqu’un de l’équipe a signé en premier :
}
mail-rights-president-alone = Cette personne est seule à pouvoir décider : elle pourra signer en second { $when }.
mail-rights-president-second = Une autre personne doit signer en second.
