# Ce qui veille sur les données : registre de confidentialité, sauvegardes, durées, oppositions, limitations.
quarantine-text = Une sauvegarde vient d’être rétablie. Le site reste fermé le temps d’appliquer de nouveau les demandes d’effacement, de rectification et d’opposition reçues depuis : rien n’est affiché ni envoyé avant.
ledger-away = Le registre de confidentialité ne répond pas. Rien n’a été fait : une demande qui n’y serait pas inscrite pourrait être oubliée si une sauvegarde était rétablie. Réessayez dans quelques minutes.
person-restricted = Les données de cette personne sont gelées à sa demande (RGPD, art. 18) : on les garde, on ne s’en sert pas. Rien n’a été modifié.
person-restricted-mark = Données gelées à la demande de la personne
restriction-not-told = La personne doit être prévenue avant que la limitation soit levée (RGPD, art. 18, paragraphe 3). Rien n’a été modifié.
treatment-opposition-title = Oppositions et limitations
treatment-opposition-purpose = Ne plus écrire à qui s’y est opposé et ne plus se servir des données de qui l’a demandé, même après un effacement ou le retour d’une sauvegarde.

operator-periods = Durées de conservation
operator-no-periods = Le premier passage a lieu cette nuit.
operator-period-rule = Règle
operator-period-ended = Terminées
operator-period-overdue = En retard
operator-period-unknown = Sans échéance
operator-period-last = Dernier passage
operator-period-mode =
    { $mode ->
        [active] Appliquée
        [stopped] Arrêtée : trop de lignes d’un coup
       *[other] À l’essai : compte sans effacer
    }
operator-approve-sweep = Laisser passer
operator-done-approved = La règle { $rule } effacera ce qu’elle a trouvé à son prochain passage.

