-- An apostrophe is now one whatever sign it was written with, so that a text's words may be others: all is taken in anew.
delete from quote_text;
delete from quote_common;
delete from quote_word;
update search_place set next_entry = 0 where source like 'quote-%';
