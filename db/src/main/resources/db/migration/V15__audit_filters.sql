-- Who looks for changes by a person or of a kind reads a page of an index.
create index audit_of_who on audit (who, id desc);
create index audit_of_verb on audit (verb collate "C", id desc);
create index audit_of_time on audit (at);
