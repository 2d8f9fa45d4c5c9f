-- By which token somebody was asked to work in a shop: what nobody has accepted is withdrawn when that token is ended.
alter table links add column token_id bigint;
