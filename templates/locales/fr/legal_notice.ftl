# Mentions légales : les phrases. En modifier une crée une nouvelle version du texte de chaque association.
legal-lead-notice = Qui publie ce site, qui l’héberge, et ce que deviennent vos données.
legal-numbered = { $number }. { $title }
legal-see = Voir aussi :
legal-own-title = L’association ajoute :

## Engagements
legal-engagements-title = Ce que ce site garantit
legal-engagements-text = Ce qui suit est vérifié régulièrement par une machine, ou attesté quand une machine ne peut pas le voir. Ce qui n’est pas prouvé n’est pas affirmé.
legal-engagements-beside = Ces phrases-ci disent comment ce site est fait et à quoi l’association s’engage ; aucune machine ne les vérifie :
legal-engagements-cards = Les cartes bancaires sont traitées par Stripe, qui se déclare certifié PCI DSS de niveau 1. Aucun numéro de carte ne passe par ce site.
legal-engagements-no-counter = Ce site ne mesure pas son audience : aucun compteur de visites, aucune statistique, aucun profil.
legal-engagements-minimal = Un formulaire ne demande que ce dont il a besoin, et dit ce qui est obligatoire et ce qui se passe sans réponse.
legal-engagements-sale = Aucune donnée n’est vendue, louée ou échangée. Aucune publicité n’est affichée, aucun contenu n’est choisi d’après vos données.
legal-engagements-rights = Vous pouvez savoir ce que nous avons de vous, en recevoir copie, le faire corriger ou effacer.

## Éditeur
legal-editeur-title = Qui publie ce site
legal-editeur-text = Ce site est publié par { $name }, association à but non lucratif.
legal-identite-title = Identité
legal-direction-title = Direction de la publication
legal-direction-name = { $name }
legal-direction-name-role = { $name }, { $role }
legal-hebergeur-title = Hébergement
legal-hebergeur-text = Ce site et les données qu’il contient sont hébergés par :
legal-conception-title = Conception du site
legal-conception-text = La conception ou l’entretien de ce site ont été confiés à :
legal-credit-name = Nom
legal-credit-contact = Contact
legal-host-name-label = Nom
legal-host-address-label = Adresse
legal-host-phone-label = Téléphone
legal-fact-name = Nom déclaré
legal-fact-seat = Siège
legal-fact-email = E-mail
legal-fact-phone = Téléphone
legal-fact-rna = Répertoire national des associations
legal-fact-siret = SIRET
legal-fact-ape = Code APE
legal-fact-licence = Licence d’entrepreneur de spectacles
legal-fact-vat = TVA
legal-fact-since = Site en ligne depuis le

## Accès
legal-acces-title = Accès au site et évolution de ces mentions
legal-acces-text = Ces mentions s’appliquent à toute visite du site. Les lire ne vaut pas consentement à un usage de vos données : quand un consentement est nécessaire, il est demandé à part.
legal-acces-changes = Elles peuvent changer : consultez-les de temps en temps. La date et le numéro de version sont en tête. Chaque version reste lisible, avec ce qui a changé d’une version à l’autre. Un changement important est annoncé par mail à qui a des billets pour un concert à venir.
legal-acces-open = Le site est ouvert à toute heure, hors panne et temps d’entretien.
legal-acces-kept = { $name } tient le site à jour elle-même.

## Informations
legal-informations-title = Informations publiées
legal-informations-text = Ce site présente les activités de { $name }. Les informations sont aussi exactes que possible, sans prétendre être complètes ; dates, lieux et distributions peuvent changer.
legal-informations-error = Une erreur ? Écrivez à { $email } : elle sera corrigée.

## Technique
legal-technique-title = Ce qu’il faut pour utiliser ce site
legal-technique-script = Le site fonctionne sans JavaScript, y compris pour acheter des places. Quand JavaScript est là, il ajoute du confort : total qui se calcule, temps de garde qui s’affiche.
legal-technique-browsers = Un navigateur récent convient : Chrome ou Edge 111, Firefox 113, Safari 16.4, ou plus récents.
legal-technique-links = Le site s’adapte à la largeur de l’écran, au mode sombre et à l’impression, sans rien enregistrer de votre appareil.

## Propriété
legal-propriete-title = Propriété intellectuelle
legal-propriete-text = Les textes, images, logos, sons et marques de ce site appartiennent à { $name }, ou aux artistes et auteurs qui les lui ont confiés.
legal-propriete-permission = Les reproduire demande un accord écrit, à demander à { $email }, sauf courte citation avec mention de la source (code de la propriété intellectuelle, art. L122-4 et L122-5). La contrefaçon est un délit (art. L335-2).
legal-propriete-report = Un contenu vous paraît illicite, ou vous concerne à tort ? Écrivez à { $email } en indiquant la page : l’association vous répond.

## Liens
legal-liens-title = Liens vers d’autres sites
legal-liens-text = Des liens mènent vers d’autres sites, que { $name } ne contrôle pas. Les suivre est votre choix ; l’autre site apprend tout au plus de quel site vous venez, jamais de quelle page.
legal-liens-report = Un lien mort ou trompeur ? Dites-le à { $email }.

## Cookies
legal-cookies-title = Cookies
legal-cookies-none = Visiter ce site et y acheter des places ne dépose aucun cookie.
legal-cookies-visitors = Voici les cookies que ce site peut déposer :
legal-cookies-no-consent = Aucun ne demande de consentement : ni publicité, ni partage, ni mesure d’audience.
legal-cookies-team = L’espace de gestion, réservé à l’équipe de l’association et ouvert sur une autre adresse, utilise :
legal-cookies-name = Nom
legal-cookies-when = Quand
legal-cookies-why = Pourquoi
legal-cookies-contains = Contenu
legal-cookies-how-long = Durée au plus
legal-cookies-essential = Nécessaire au service demandé
legal-cookies-audience = Mesure d’audience exemptée
legal-cookies-consent = Avec votre accord
legal-cookies-random = Un identifiant tiré au hasard
legal-cookies-choice = Votre choix, le même pour tous ceux qui le font
legal-cookies-empty = Rien sur vous
legal-cookies-browser = Votre navigateur permet de voir, d’effacer et de bloquer les cookies. Sans cookie, toutes les pages publiques restent ouvertes.
legal-cookies-nothing-else = Le site est fait pour ne rien écrire d’autre dans votre navigateur, et n’en lit pas les réglages (loi « Informatique et Libertés », art. 82).

## Droit
legal-droit-title = Droit applicable
legal-droit-text = Ce site et ces mentions relèvent du droit français.
legal-droit-courts = En cas de désaccord, écrivez-nous d’abord : la plupart se règlent ainsi. Sinon, le tribunal compétent est celui que la loi désigne ; si vous agissez comme consommateur, vous pouvez aussi saisir celui du lieu où vous demeuriez à la conclusion du contrat ou lorsque le dommage est survenu. Vous gardez la protection de la loi du pays où vous vivez.
legal-mediateur-title = Médiateur de la consommation
legal-mediateur-text = En cas de litige qu’une réclamation écrite n’a pas réglé, vous pouvez saisir gratuitement le médiateur (code de la consommation, art. L612-1) :

## Textes
legal-textes-title = Textes de référence
legal-textes-text = Les textes sur lesquels ces mentions s’appuient, avec la date depuis laquelle ils valent tels qu’ils sont cités :
legal-textes-since = { $title } (depuis le { $date })
legal-textes-checked = Cette liste a été établie le { $date }.
reference-gdpr = Règlement (UE) 2016/679 du 27 avril 2016 (RGPD)
reference-data-protection-act = Loi n° 78-17 du 6 janvier 1978 modifiée, « Informatique et Libertés », art. 48 à 56 (droits des personnes)
reference-data-protection-decree = Décret n° 2019-536 du 29 mai 2019, pris pour l’application de la loi n° 78-17
reference-data-protection-cookies = Loi n° 78-17 du 6 janvier 1978 modifiée, art. 82 (cookies et autres traceurs)
reference-cnil-cookies = Délibérations CNIL n° 2020-091 et 2020-092 du 17 septembre 2020 (lignes directrices et recommandation sur les cookies)
reference-digital-economy-publisher = Loi n° 2004-575 du 21 juin 2004 pour la confiance dans l’économie numérique, art. 1-1 (identité de l’éditeur), issu de la loi n° 2024-449 du 21 mai 2024
reference-digital-economy-seller = Loi n° 2004-575 du 21 juin 2004, art. 19 (identité du vendeur en ligne)
reference-french-language = Loi n° 94-665 du 4 août 1994 relative à l’emploi de la langue française
reference-intellectual-property = Code de la propriété intellectuelle, art. L122-4, L122-5 et L335-2
reference-criminal-data = Code pénal, art. 226-16 à 226-24 (atteintes aux données personnelles)
reference-accessibility = Code de la consommation, art. L412-13 (accessibilité des services)
reference-consumer-information = Code de la consommation, art. L111-1 (information avant l’achat)
reference-consumer-distance = Code de la consommation, art. L221-5, L221-13 à L221-15 et L221-28 (contrats à distance)
reference-consumer-mediation = Code de la consommation, art. L612-1, L616-1 et R616-1 (médiation)
reference-civil-code = Code civil, art. 1127-1, 1127-2, 1353 et 2224 (contrat en ligne, preuve, prescription)
reference-commercial-code = Code de commerce, art. L123-22 (pièces comptables)
reference-tax-procedures = Livre des procédures fiscales, art. L102 B (conservation)
reference-ticketing-tax-code = Code général des impôts, art. 290 quater (billetterie)
reference-ticketing-tax-annex = Code général des impôts, annexe IV, art. 50 sexies B à 50 sexies I (billetterie)
reference-show-licence = Code du travail, art. L7122-3 et suivants (entrepreneurs de spectacles)
reference-ticket-resale = Code pénal, art. 313-6-2 (revente de billets)

## Lexique
legal-lexique-title = Lexique
lexicon-user-word = Utilisateur
lexicon-user-meaning = Toute personne qui visite ce site ou s’en sert.
lexicon-data-word = Donnée personnelle
lexicon-data-meaning = Toute information qui se rapporte à une personne identifiée ou identifiable, directement ou non (RGPD, art. 4).
lexicon-treatment-word = Traitement
lexicon-treatment-meaning = Tout ce qui est fait d’une donnée : la recueillir, la garder, la lire, la transmettre, l’effacer.
lexicon-controller-word = Responsable de traitement
lexicon-controller-meaning = Celui qui décide pourquoi et comment des données sont utilisées, et qui en répond.
lexicon-processor-word = Sous-traitant
lexicon-processor-meaning = Celui qui utilise des données pour le compte du responsable, sur ses instructions.
lexicon-cookie-word = Cookie
lexicon-cookie-meaning = Petit texte qu’un site confie au navigateur et qui lui est rendu aux visites suivantes.
lexicon-archive-word = Archive
lexicon-archive-meaning = Données sorties de l’usage courant, gardées parce que la loi l’exige, lues seulement par qui en a la charge.
