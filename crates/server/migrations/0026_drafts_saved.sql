-- What a preview tells a shop's drafts by, at each look: without their documents, which stand before the time in their rows.
create index drafts_saved on drafts (shop_id, updated_at);
