-- Pictures that the program fetched change a product, and nobody's mind: what was seen from `filled_from` on is seen still, for as
-- long as nothing but that changed it, up to `filled_to`.
alter table products add column filled_from bigint;
alter table products add column filled_to bigint;
alter table drafts add column filled_from bigint;
alter table drafts add column filled_to bigint;
-- When a list was tried last: what somebody changed after that is not what its merchant looked at.
alter table imports add column tried_at bigint;
