-- Why: four searches fold names alike, and a fifth would have had to; the text as people compare it is said once, beside `fold` of the code.

-- Lower case, without accents, apostrophes and hyphens as spaces. Qualified rather than with a search path of its own, so that it is inlined.
create function folded(words text) returns text
  language sql immutable parallel safe
  return pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(pg_catalog.lower(words),
    'àâäáãåéèêëíìîïóòôöõúùûüýÿçñ''’-', 'aaaaaaeeeeiiiiooooouuuuyycn   '), 'œ', 'oe'), 'æ', 'ae');
