-- What the register holds from one source, found by the source's own keys: each import is compared with it.
create index register_assertion_source on register_assertion (source, kind, slug, batch);
