-- What readers look for among questions: the words that are shown of each.
create index question_shown_words on question using gin (
  (to_tsvector('spanish', plain_words(coalesce(shown_text, text))) || to_tsvector('english', plain_words(coalesce(shown_text, text)))))
  where shown_at is not null;
