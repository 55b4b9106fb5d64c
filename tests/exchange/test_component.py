import spacy

import toolkit as tk

TEXT = 'TASS quoted Ann Lee as saying that rates will rise. "No," Bob Roe said.'


def make_pipeline():
    """Give a pipeline of somebody else's, found by the entry point alone."""
    nlp = spacy.blank("en")
    nlp.add_pipe("toolkit_quotations")
    return nlp


def test_finds_what_the_toolkit_finds():
    doc = make_pipeline()(TEXT)
    found = [(span.text, span._.speaker) for span in doc.spans["quotations"]]
    assert found == [("that rates will rise", "Ann Lee"), ('"No,"', "Bob Roe")]
    assert [span.text for span in doc.spans["relays"]] == ["TASS"]
    assert doc.spans["quotations"][0]._.relays == ["TASS"]


def test_reads_many_texts_and_empty_ones():
    docs = [*make_pipeline().pipe([TEXT, "", " ", "It rained."])]
    assert [len(doc.spans["quotations"]) for doc in docs] == [2, 0, 0, 0]
    assert [doc.text for doc in docs] == [TEXT, "", " ", "It rained."]


def test_takes_in_whole_tokens_of_a_pipeline_that_cuts_otherwise(seed):
    nlp = make_pipeline()
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, text.split(" "))
    doc = nlp(seed.text)
    spans = doc.spans["quotations"]
    contents = [span for said in tk.find_quotations(seed) for span in said.content]
    assert len(spans) == len(contents)
    for span, content in zip(spans, sorted(contents), strict=True):
        assert span.start_char <= content.start < content.end <= span.end_char


def test_can_be_kept_on_disk(tmp_path):
    nlp = make_pipeline()
    nlp.to_disk(tmp_path / "pipeline")
    doc = spacy.load(tmp_path / "pipeline")(TEXT)
    assert doc.spans["quotations"][0]._.speaker == "Ann Lee"
