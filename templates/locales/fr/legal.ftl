# Mentions légales, conditions de vente, déclaration d’accessibilité : le cadre, non les textes.
legal-title-notice = Mentions légales
legal-title-terms = Conditions de vente
legal-title-accessibility = Accessibilité
legal-updated = Mis à jour le { $date } (version { $version })
legal-ceased = L’association ne vend et ne réserve plus de places sur ce site. Ces conditions restent celles des commandes passées sous elles.
legal-contents = Sommaire
legal-earlier = Versions précédentes
legal-earlier-version = Version { $version }, du { $date }
legal-earlier-warning = Ceci est une version ancienne : elle ne s’applique plus.
legal-see-current = Lire la version en vigueur
legal-see-changes = Ce qui a changé
legal-changes-title = Ce qui change pour vos données depuis le { $date }
legal-versions-title = Toutes les versions
legal-versions-all = Toutes les versions, et ce qui a changé
legal-versions-lead = Chaque version publiée reste lisible telle qu’elle était. Son empreinte (SHA-256) change si un seul signe change.
legal-versions-material = Change l’usage de vos données
legal-versions-against = Ce qui a changé depuis la version { $version }
legal-versions-hash = Empreinte :
legal-compare-any = Comparer deux versions
legal-compare-de = De
legal-compare-a = À
legal-compare-see = Voir les différences
legal-compared-title = De la version { $from } à la version { $to }
legal-compared-matters = Ce qui change pour vos données
legal-compared-count =
    { $changed ->
        [0] Rien n’a changé dans le texte : { $same } sections identiques.
        [one] Une section change ; { $same } restent identiques.
       *[other] { $changed } sections changent ; { $same } restent identiques.
    }
legal-compared-key = Les mots marqués sont
legal-diff-added = ajouté
legal-diff-removed = supprimé
legal-change-use = Nouvel usage de données — { $use } : { $what }
legal-change-recipient = Nouveau destinataire — { $use } : { $what }
legal-change-data = Nouvelle donnée — { $use } : { $what }
legal-change-longer = Durée allongée — { $use }

## Ce qui manque pour vendre, avec l’article qui le demande
legal-missing-name = Le nom déclaré de l’association (loi n° 2004-575, art. 1-1).
legal-missing-address = L’adresse complète du siège (loi n° 2004-575, art. 1-1).
legal-missing-phone = Un numéro de téléphone (loi n° 2004-575, art. 1-1).
legal-missing-director = La personne qui dirige la publication, d’ordinaire la présidence (loi n° 2004-575, art. 1-1).
legal-missing-email = Une adresse e-mail où l’association répond (loi n° 2004-575, art. 19).
legal-missing-registration = Le numéro SIRET ou le numéro RNA (loi n° 2004-575, art. 19).
legal-missing-vat = Le numéro de TVA, puisque l’association y est redevable (loi n° 2004-575, art. 19).
legal-missing-mediator = Le médiateur de la consommation : nom, adresse et site (code de la consommation, art. L612-1 et L616-1).
legal-missing-licence = Le numéro de licence d’entrepreneur de spectacles : au-delà de six représentations par an, il est obligatoire (code du travail, art. L7122-3 et L7122-19).
