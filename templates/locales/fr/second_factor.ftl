# Le second facteur : codes à usage unique d’un téléphone, codes de secours, et ce qu’une équipe se doit.
factor-fault-form = Un code du téléphone a six chiffres ; un code de secours, seize.
factor-fault-code = Ce code ne va pas. Attendez le suivant, ou prenez un code de secours qui n’a jamais servi.
factor-fault-password = Ce n’est pas votre mot de passe.
factor-fault-act = Rien n’a changé : la page vient d’être mise à jour, regardez où vous en êtes.
factor-fault-none = Cette personne n’a pas de second facteur.
factor-fault-yourself = Pour votre propre second facteur, passez par la page Sécurité de votre compte.
factor-fault-elsewhere = Ce compte ouvre aussi d’autres espaces que le vôtre : seule la plateforme peut retirer son second facteur. Écrivez-lui.
factor-fault-president-can = Une autre personne préside cette association : c’est à elle de le demander.
factor-fault-removal-waits = Un retrait est déjà demandé pour cette personne.
factor-fault-objected = Un retrait a été refusé il y a moins d’une semaine : parlez à la personne avant de le demander à nouveau.
factor-fault-paused = Trop de codes faux pour ce compte : réessayez à partir de { $when }. Changer de mot de passe lève cette attente.
factor-fault-unreadable = Ce second facteur ne peut plus être vérifié. Écrivez à la plateforme : elle peut le retirer.

factor-password = Votre mot de passe
factor-code = Code
factor-code-hint = Six chiffres, dans l’application de votre téléphone. Ou un code de secours.

## À la connexion
factor-login-title = Votre code
factor-login-lead = Ouvrez sur votre téléphone l’application qui donne les codes, et recopiez celui d’Estrade.
factor-lost-title = Pas de téléphone sous la main ?
factor-lost-codes = Écrivez un de vos codes de secours à la place : chacun sert une fois.
factor-lost-help = Ni téléphone, ni code de secours ? La présidence de votre association peut demander le retrait de votre second facteur. Si vous présidez sans personne à vos côtés, ou travaillez pour plusieurs associations, écrivez à la plateforme.

## Sécurité du compte
factor-page-title = Sécurité
factor-reason = { $reason ->
    [equipe] Votre association demande un second facteur à toute l’équipe. Une fois le vôtre activé, tout s’ouvre à nouveau.
    [operateur] L’exploitation de la plateforme demande un second facteur. Une fois le vôtre activé, la console s’ouvre.
   *[secours] { $count ->
        [0] Vous venez d’utiliser votre dernier code de secours. Préparez-en de nouveaux maintenant.
        [one] Vous venez d’utiliser un code de secours. Il vous en reste un.
       *[other] Vous venez d’utiliser un code de secours. Il vous en reste { $count }.
    }
}
factor-off-lead = Votre compte s’ouvre avec un mot de passe seul.
factor-what = Avec un second facteur, la connexion demande aussi un code, que votre téléphone calcule sans réseau. Qui apprendrait votre mot de passe n’entrerait pas.
factor-required-by = { $association } le demande à toute l’équipe à partir du { $day }.
factor-begin = Activer le second facteur
factor-back = Plus tard
factor-pending-lead = Trois minutes suffisent : un code à montrer au téléphone, un code à recopier.
factor-scan-title = 1. Montrez ce code à votre téléphone
factor-scan = Il faut une application qui donne des codes, par exemple FreeOTP, Aegis ou celle de votre gestionnaire de mots de passe. Ajoutez-y un compte, puis visez ce carré.
factor-qr = Code à scanner. Il contient la clé écrite plus bas.
factor-here = Ouvrir l’application de ce téléphone
factor-by-hand = Ou recopiez cette clé à la main
factor-confirm-title = 2. Recopiez le code affiché
factor-confirm-hint = Six chiffres, qui changent toutes les trente secondes.
factor-confirm = Activer
factor-on-lead = Votre compte demande un code à chaque connexion.
factor-since = Activé le
factor-last-used = Dernière utilisation
factor-never-used = Jamais
factor-codes-left = Codes de secours restants
factor-codes-few = préparez-en de nouveaux
factor-continue = Continuer
factor-change-title = Changer
factor-change-lead = Votre mot de passe et un code, puis votre choix.
factor-codes-explained = Dix nouveaux codes de secours remplacent les anciens, qui ne servent plus.
factor-codes-new = Préparer de nouveaux codes
factor-off-explained = Sans second facteur, votre mot de passe suffit à nouveau. Vos autres appareils seront déconnectés.
factor-off = Désactiver le second facteur
factor-done-off = Le second facteur est désactivé.
factor-codes-title = Vos codes de secours
factor-codes-done = { $first ->
    [yes] Le second facteur est activé. Vos autres appareils sont déconnectés.
   *[no] Les anciens codes de secours ne servent plus.
}
factor-codes-lead = Si vous perdez votre téléphone, chacun de ces codes ouvre votre compte une fois, avec votre mot de passe.
factor-codes-count = { $count ->
    [one] Un code
   *[other] { $count } codes
}
factor-codes-once = Ils ne seront plus jamais montrés : nous n’en gardons qu’une empreinte. Rangez-les sur papier, ou dans votre gestionnaire de mots de passe.
factor-codes-download = Télécharger
factor-codes-print = Imprimer
factor-codes-kept = C’est rangé, continuer
factor-codes-file = Codes de secours Estrade. Chacun sert une fois.

## L’équipe
factor-team-title = Sécurité de l’équipe
factor-team-lead = Qui se connecte avec un second facteur, et qui seulement avec un mot de passe.
factor-team-see = Second facteur de l’équipe
factor-member = { $state ->
    [yes] Second facteur
   *[no] Mot de passe seul
}
factor-member-removal = Second facteur retiré le { $when }, sauf refus.
factor-member-by-platform = C’est l’exploitation de la plateforme qui l’a demandé : un lien reçu par e-mail permet de refuser.
factor-withdraw = Annuler le retrait
factor-own = Votre second facteur
factor-require-title = Demander un second facteur à toute l’équipe
factor-require-lead = { $count ->
    [one] À partir de demain, qui n’en a pas devra en activer un avant d’ouvrir autre chose. Un e-mail prévient aujourd’hui les personnes concernées.
   *[other] Dans { $count } jours, qui n’en a pas devra en activer un avant d’ouvrir autre chose. Un e-mail prévient aujourd’hui les personnes concernées.
}
factor-missing = { $count ->
    [0] Toute l’équipe en a un.
    [one] Une personne n’en a pas encore.
   *[other] { $count } personnes n’en ont pas encore.
}
factor-require-do = Le demander
factor-required = { $state ->
    [now] Demandé depuis le { $day }.
   *[soon] Demandé à partir du { $day }.
}
factor-relax = Ne plus le demander
factor-relax-explained = Un mot de passe suffira à nouveau aux personnes qui n’ont pas de second facteur.
factor-relax-do = Ne plus le demander
factor-relax-cancel = Continuer à le demander
factor-remove-title = Téléphone perdu, plus de codes de secours
factor-remove-lead = { $count ->
    [one] Parlez d’abord à la personne. Elle reçoit un e-mail tout de suite et peut refuser ; sans refus, son second facteur est retiré au bout d’une heure.
   *[other] Parlez d’abord à la personne, de vive voix. Elle reçoit un e-mail tout de suite et peut refuser ; sans refus, son second facteur est retiré au bout de { $count } heures.
}
factor-remove = Retirer un second facteur
factor-remove-whose = De qui ?
factor-remove-choose = Choisissez
factor-remove-do = Demander le retrait
factor-done-required = { $count ->
    [one] C’est demandé, à partir de demain.
   *[other] C’est demandé, dans { $count } jours. Les personnes concernées reçoivent un e-mail.
}
factor-done-relaxed = Ce n’est plus demandé.
factor-done-removal = { $count ->
    [one] Le retrait aura lieu dans une heure, sauf refus.
   *[other] Le retrait aura lieu dans { $count } heures, sauf refus. Les personnes concernées reçoivent un e-mail.
}
factor-done-withdrawn = Le retrait n’aura pas lieu.

## L’exploitation
factor-operator-title = Seconds facteurs
factor-operator-lead = { $count ->
    [one] Pour qui préside sans personne à ses côtés, ou travaille pour plusieurs associations. Le retrait prend effet au bout d’une heure ; toute l’équipe est prévenue et peut refuser.
   *[other] Pour qui préside sans personne à ses côtés, ou travaille pour plusieurs associations. Le retrait prend effet au bout de { $count } heures ; toute l’équipe est prévenue et peut refuser.
}
factor-operator-none = Aucun retrait n’est demandé.
factor-operator-email = Adresse du compte
factor-operator-alone = Personne d’autre ne préside, ou aucune présidence de cette équipe ne peut le faire

## Le refus
factor-object-title = Retrait d’un second facteur
factor-object-lead = { $state ->
    [waiting] Le second facteur du compte « { $person } » sera retiré le { $when }, à moins d’un refus.
    [objected] C’est refusé : le second facteur du compte « { $person } » reste en place.
   *[over] Cette demande n’attend plus de réponse.
}
factor-object = Refuser le retrait
factor-removal-waits = { $by ->
    [operator] L’exploitation de la plateforme a demandé le retrait de votre second facteur. Il aura lieu le { $when }, sauf refus.
   *[colleague] Une présidence de votre équipe a demandé le retrait de votre second facteur. Il aura lieu le { $when }, sauf refus.
}
factor-object-else = Si la demande est juste, il n’y a rien à faire.

mail-factor-subject = { $what ->
    [on] Second facteur activé
    [off] Second facteur désactivé
    [codes] Nouveaux codes de secours
    [recovery_used] Un code de secours a servi
    [tried] Des codes faux après le bon mot de passe
    [required] { $association } demande un second facteur
    [removal] Retrait de votre second facteur demandé
    [removal_of_colleague] Retrait d’un second facteur demandé : { $person }
    [removed] Votre second facteur est retiré
   [void] Retrait sans objet : { $person }
   *[objected] Retrait refusé : { $person }
}
mail-factor-text = { $what ->
    [on] Le second facteur de votre compte vient d’être activé. Vos autres appareils sont déconnectés.
    [off] Le second facteur de votre compte vient d’être désactivé : votre mot de passe suffit à nouveau. Vos autres appareils sont déconnectés.
    [codes] Dix nouveaux codes de secours viennent d’être préparés. Les anciens ne servent plus.
    [recovery_used] Un code de secours vient d’ouvrir votre compte. Codes restants : { $count }.
    [tried] Quelqu’un a donné votre mot de passe, puis plusieurs codes faux, et n’est pas entré.
    [required] { $association } demande un second facteur à toute son équipe à partir du { $when }. Ensuite, rien ne s’ouvrira sans lui. L’activer prend trois minutes.
    [removal] { $by ->
        [operator] L’exploitation de la plateforme a demandé le retrait de votre second facteur. Il aura lieu le { $when }, sauf refus.
       *[colleague] La présidence de votre association, { $association }, a demandé le retrait de votre second facteur. Il aura lieu le { $when }, sauf refus.
    }
    [removal_of_colleague] L’exploitation de la plateforme a demandé le retrait du second facteur du compte « { $person } ». Il aura lieu le { $when }, sauf refus.
    [removed] Votre second facteur a été retiré : votre mot de passe suffit à nouveau. Tous vos appareils sont déconnectés.
   [void] Le second facteur du compte « { $person } » reste en place : un code du téléphone vient de servir, ou la situation a changé depuis la demande de retrait.
   *[objected] Le retrait du second facteur du compte « { $person } » est refusé : il reste en place.
}
mail-factor-do = { $what ->
    [on] Voir la sécurité du compte
    [removal] Refuser le retrait
    [removal_of_colleague] Refuser le retrait
    [required] Activer le second facteur
    [removed] Activer un nouveau second facteur
   *[other] Voir la sécurité du compte
}
mail-factor-after = { $what ->
    [required] Ce message est parti à chaque personne de l’équipe qui n’en a pas encore.
    [removal] Si vous l’avez voulu, il n’y a rien à faire. Sinon, refusez, puis changez votre mot de passe.
    [removal_of_colleague] Si c’est bien la personne que vous connaissez qui l’a voulu, il n’y a rien à faire. Sinon, refusez.
    [objected] Si le refus vous surprend, parlez à la personne de vive voix.
   *[other] Si ce n’était pas vous, changez votre mot de passe tout de suite, puis prévenez la présidence de votre association.
}
