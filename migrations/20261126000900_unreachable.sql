-- Why: the mailbox of an account nobody uses is often gone. What the relay refuses is written down, so that the account is tried once more a month later
-- and then ends all the same, instead of being tried each night for ever in front of those who can be told.
alter table account_warning add column refusals smallint not null default 0 check (refusals between 0 and 2);
grant update (warned_at, ends_at, refusals) on account_warning to estrade_platform;
