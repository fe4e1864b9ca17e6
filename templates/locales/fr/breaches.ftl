# Violations de données : registre, dossier, lettres.

breaches-title = Violations de données
breaches-lead = Une donnée perdue, volée, effacée ou vue par qui n’aurait pas dû : chaque cas a ici son dossier, même quand la CNIL n’a pas à le savoir (RGPD, art. 33, § 5).
breaches-none = Aucune violation. Tant mieux.
breach-number = N°
breach-title = Violation n° { $number }
breach-new = Ouvrir un dossier
breach-new-lead = Dites ce que vous savez ; vous compléterez ensuite. Le délai de 72 heures court depuis le moment où quelqu’un de l’association l’a su.
breach-open = Ouvrir le dossier
breach-next = À faire
breach-file = Le dossier
breach-from-platform = Cette violation a eu lieu sur la plateforme, qui vous en informe. L’association reste responsable de sa notification.
breach-done =
    { $what ->
        [opened] Le dossier est ouvert.
        [described] Le dossier est complété.
        [assessed] L’évaluation est enregistrée.
        [notified] La notification est enregistrée.
        [telling] Les lettres partent.
       *[closed] Le dossier est clos.
    }
breach-standing =
    { $standing ->
        [assess] À évaluer
        [notify] À notifier
        [overdue] En retard
        [tell] Personnes à prévenir
        [settled] À clore
       *[closed] Clos
    }
breach-clock-assess =
    { $hours ->
        [0] Évaluez le risque : s’il y en a un, la CNIL doit le savoir avant { $moment }. Il reste moins d’une heure.
        [one] Évaluez le risque : s’il y en a un, la CNIL doit le savoir avant { $moment }. Il reste une heure.
       *[other] Évaluez le risque : s’il y en a un, la CNIL doit le savoir avant { $moment }. Il reste { $hours } heures.
    }
breach-clock-notify =
    { $hours ->
        [0] Notifiez la violation à la CNIL avant { $moment }. Il reste moins d’une heure.
        [one] Notifiez la violation à la CNIL avant { $moment }. Il reste une heure.
       *[other] Notifiez la violation à la CNIL avant { $moment }. Il reste { $hours } heures.
    }
breach-clock-overdue = Le délai de 72 heures est passé depuis { $moment }. Si un risque existe pour les personnes, notifiez sans attendre, avec le motif du retard.
breach-clock-tell = Le risque est élevé : prévenez les personnes concernées.
breach-clock-settled = Plus rien n’est dû. Vous pouvez clore le dossier.
breach-clock-closed = Le dossier est clos ; il reste au registre.
breach-fact-discovered = Découverte
breach-fact-deadline = Fin des 72 heures
breach-fact-reference = Référence de la CNIL
breach-fact-delay = Motif du retard
breach-discovered-hint = Le moment où quelqu’un de l’association en a eu connaissance, même un jour férié.
breach-what-happened-hint = En mots simples, sans nommer de victime : ce texte figure dans les lettres.
breach-nature-confidentiality = Des données ont été vues ou prises par qui n’y avait pas droit
breach-nature-integrity = Des données ont été modifiées à tort
breach-nature-availability = Des données sont perdues ou inaccessibles
breach-which-data = Quelles données ?
breach-which-data-hint = Le logiciel compte lui-même qui est concerné.
breach-people-label = Nombre de personnes, si vous le connaissez mieux
breach-people-hint = Laissez vide pour garder le compte du logiciel.
breach-consequences-hint = Par exemple hameçonnage, usurpation, billet perdu.
breach-measures-hint = Ce qui est fait et prévu pour y remédier.
breach-advice = Conseils aux personnes
breach-advice-hint = Ce qu’elles peuvent faire elles-mêmes : changer un mot de passe, se méfier d’un message.
breach-concerned-title = Qui est concerné
breach-concerned-none = Personne, selon les données enregistrées.
breach-concerned =
    { $people ->
        [one] { $kind } : { $people } personne ({ $records } enregistrements)
       *[other] { $kind } : { $people } personnes ({ $records } enregistrements)
    }
breach-concerned-loose = { $kind } : { $records } enregistrements qui ne désignent personne en particulier
breach-concerned-archived = { $kind } : { $records } enregistrements gardés en archive sur des personnes effacées depuis
breach-people-stated = Nombre de personnes indiqué par l’association : { $people }
breach-assess-title = Le risque pour les personnes
breach-risk-question = Que risquent les personnes ?
breach-risk-hint = Pensez à la nature des données, à leur nombre, à qui les a vues et à ce qui peut en être fait.
breach-risk-choice =
    { $risk ->
        [unlikely] Sans doute rien : le dossier reste au registre
        [risk] Un risque : la CNIL doit être prévenue
       *[high] Un risque élevé : les personnes aussi
    }
breach-risk-unlikely = Risque improbable.
breach-risk-risk = Risque.
breach-risk-high = Risque élevé.
breach-risk-reasons = Pourquoi
breach-risk-reasons-hint = Vos raisons sont gardées : la CNIL peut les demander.
breach-assess = Enregistrer l’évaluation
breach-notify-title = La CNIL
breach-notify-step-1 = Téléchargez la notification préparée ci-dessus.
breach-notify-step-2 = Recopiez-la dans le formulaire de la CNIL :
breach-notify-step-3 = Notez ici quand c’est fait. Ce qui n’est pas encore connu peut suivre.
breach-notified-label = Notifiée le
breach-delay-hint = Obligatoire si les 72 heures sont passées.
breach-notify = Enregistrer la notification
breach-tell-title = Les personnes concernées
breach-tell-lead =
    { $count ->
        [0] Personne ne peut être joint par mail.
        [one] Une personne peut être jointe par mail.
       *[other] { $count } personnes peuvent être jointes par mail.
    }
breach-others = Aucune lettre n’atteint celles-ci :
breach-otherwise = Comment celles-ci sont prévenues
breach-otherwise-hint = De vive voix, par courrier, par une annonce sur le site… : un moyen aussi efficace qu’une lettre (RGPD, art. 34, § 3, c).
breach-told-otherwise = Autrement : { $how }
breach-tell-preview = Lire la lettre
breach-tell-confirm = Nombre de personnes à prévenir
breach-tell-hint = Écrivez { $count } pour confirmer.
breach-tell =
    { $count ->
        [0] Enregistrer
        [one] Écrire à une personne
       *[other] Écrire à { $count } personnes
    }
breach-letters-sent =
    { $count ->
        [0] Aucune lettre n’est encore partie.
        [one] Une lettre est partie.
       *[other] { $count } lettres sont parties.
    }
breach-close-title = Clore
breach-close-lead = Le dossier ne pourra plus changer et restera cinq ans au registre.
breach-close = Clore le dossier
breach-describe-title = Compléter ou corriger
breach-describe-open = Ouvrir le formulaire
breach-describe = Enregistrer
breach-events = Ce qui a été fait
breach-event =
    { $kind ->
        [opened] Dossier ouvert
        [reported] Signalée par la plateforme
        [described] Dossier complété
        [assessed] Risque évalué
        [notified] CNIL notifiée
        [telling] Personnes prévenues
       *[closed] Dossier clos
    }
breach-not-known-yet = Pas encore connu ; suivra dès que possible (RGPD, art. 33, § 4).
breach-fault-future = Ce moment n’est pas encore venu.
breach-fault-nature = Cochez au moins une case.
breach-fault-data = Cochez au moins une sorte de données.
breach-fault-before = La notification ne peut pas précéder la découverte.
breach-fault-delay = Dites pourquoi la notification vient après les 72 heures (RGPD, art. 33, § 1).
breach-fault-people = Le nombre ne correspond pas : { $people } personnes recevraient la lettre.
breach-fault-otherwise = Dites comment sont prévenues les personnes qu’aucune lettre n’atteint (RGPD, art. 34, § 3, c).
breach-is-closed = Ce dossier est clos.
breach-cannot-tell = Les personnes ont déjà été prévenues, ou le risque n’est pas élevé.
breach-cannot-close = Il reste quelque chose à faire avant de clore ce dossier.
csv-nature = Nature
csv-what-happened = Ce qui s’est passé
csv-people = Personnes
csv-consequences = Conséquences probables
csv-breach-measures = Mesures prises
csv-risk = Risque
csv-notified = Notifiée à la CNIL
csv-told = Personnes prévenues
csv-closed = Clos le
breach-register-reference = Registre des violations, imprimé le { $date }

## Notification à la CNIL
breach-letter-title = Notification à la CNIL
breach-letter-lead = Notification d’une violation de données à caractère personnel (RGPD, art. 33), due dans les { $hours } heures de la découverte.
breach-letter-reference = Violation n° { $number }, état du { $date }
breach-letter-controller = Responsable du traitement et contact
breach-letter-when = Quand
breach-letter-nature = Nature de la violation
breach-letter-data = Données et personnes concernées
breach-letter-consequences = Conséquences probables et risque
breach-letter-measures = Mesures prises ou prévues
breach-letter-people = Information des personnes
breach-letter-told =
    { $people ->
        [0] Aucune lettre n’est encore partie ; envoi décidé le { $date }.
        [one] Une personne prévenue par mail le { $date }.
       *[other] { $people } personnes prévenues par mail le { $date }.
    }
breach-letter-not-told = Les personnes n’ont pas été prévenues à ce jour.

## Lettre aux personnes
breach-mail-subject = Vos données : un incident chez { $association }
breach-mail-title = Un incident a touché vos données
breach-mail-hello = Bonjour,
breach-mail-intro = { $association } vous écrit parce qu’un incident, découvert le { $date }, a touché des données vous concernant : { $natures }.
breach-mail-data = Données concernées : { $data }.
breach-mail-consequences = Ce qui peut en résulter
breach-mail-measures = Ce que nous avons fait
breach-mail-advice = Ce que vous pouvez faire
breach-mail-contact = Une question ? Écrivez à { $email } : quelqu’un de l’association vous répond.
breach-mail-call = Une question ? Appelez le { $phone } : quelqu’un vous répond.
breach-mail-rights = Vous pouvez aussi saisir la CNIL : https://www.cnil.fr/fr/plaintes
