# Mentions légales et conditions de vente : le cadre, non les textes.
legal-title-notice = Mentions légales
legal-title-terms = Conditions de vente
legal-updated = Mis à jour le { $date } (version { $version })
legal-contents = Sommaire
legal-earlier = Versions précédentes
legal-earlier-version = Version { $version }, du { $date }
legal-earlier-warning = Ceci est une version ancienne : elle ne s’applique plus.

## Ce qui manque pour vendre, avec l’article qui le demande
legal-missing-name = Le nom déclaré de l’association (loi n° 2004-575, art. 1-1).
legal-missing-address = L’adresse complète du siège (loi n° 2004-575, art. 1-1).
legal-missing-phone = Un numéro de téléphone (loi n° 2004-575, art. 1-1).
legal-missing-director = La personne qui dirige la publication, d’ordinaire la présidence (loi n° 2004-575, art. 1-1).
legal-missing-email = Une adresse e-mail où l’association répond (loi n° 2004-575, art. 19).
legal-missing-registration = Le numéro SIRET ou le numéro RNA (loi n° 2004-575, art. 19).
legal-missing-vat = Le numéro de TVA, puisque l’association y est redevable (loi n° 2004-575, art. 19).
legal-missing-mediator = Le médiateur de la consommation : nom, adresse et site (code de la consommation, art. L612-1 et L616-1).
