-- Why: wrong codes were counted for each step between password and code, so that whoever knew the password could begin again for ever and nobody was told.
-- They belong to the account, in the database, where a restart forgets nothing and several processes count together. A secret that waits for its first code
-- belongs to the session that typed the password.
alter table second_factor
  add column tries smallint not null default 0 check (tries >= 0),
  add column tried_at timestamptz,
  add column begun_by bytea;
alter table sign_in_step drop column tries;
-- A removal an operator asked for although somebody else presides: they said that nobody there can.
alter table factor_removal add column overrides boolean not null default false check (not overrides or tenant_id is null);
