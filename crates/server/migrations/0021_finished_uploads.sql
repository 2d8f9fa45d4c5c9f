-- The clip that a file on its way has become: whoever lost the answer finds it there.
alter table clip_uploads add column clip text;
