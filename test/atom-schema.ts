/**
 * What RFC 4287 asks of the elements that our feeds have, as the RELAX NG of its Appendix B puts it: which must stand
 * once, which may stand more than once, and where; with the element that RFC 5005 adds to an archive.
 */
export const atomSchema = `<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed"><ref name="language"/><interleave>
  <oneOrMore><ref name="author"/></oneOrMore>
  <optional><element name="generator"><text/></element></optional>
  <ref name="id"/><zeroOrMore><ref name="link"/></zeroOrMore>
  <optional><element name="subtitle"><text/></element></optional>
  <ref name="title"/><ref name="updated"/>
  <optional><element name="archive" ns="http://purl.org/syndication/history/1.0"><empty/></element></optional>
  <zeroOrMore><ref name="entry"/></zeroOrMore>
</interleave></element></start>
<define name="entry"><element name="entry"><ref name="language"/><interleave>
  <zeroOrMore><ref name="author"/></zeroOrMore>
  <zeroOrMore><element name="category">
    <attribute name="term"><data type="string"><param name="minLength">1</param></data></attribute>
    <attribute name="label"/>
  </element></zeroOrMore>
  <element name="content"><attribute name="type"><value>html</value></attribute><text/></element>
  <ref name="id"/><oneOrMore><ref name="link"/></oneOrMore>
  <element name="published"><ref name="instant"/></element>
  <optional><element name="summary"><text/></element></optional>
  <ref name="title"/><ref name="updated"/>
</interleave></element></define>
<define name="language"><attribute name="xml:lang"><data type="language"/></attribute></define>
<define name="author"><element name="author"><element name="name"><text/></element></element></define>
<define name="id"><element name="id"><data type="anyURI"><param name="minLength">8</param></data></element></define>
<define name="title"><element name="title"><text/></element></define>
<define name="updated"><element name="updated"><ref name="instant"/></element></define>
<define name="instant"><data type="dateTime"><param name="pattern">.*Z</param></data></define>
<define name="link"><element name="link"><attribute name="rel"/>
  <attribute name="type"><data type="string"><param name="pattern">[^/]+/.+</param></data></attribute>
  <attribute name="href"><data type="anyURI"><param name="pattern">https?://.+</param></data></attribute>
  <optional><attribute name="hreflang"><data type="language"/></attribute></optional>
  <optional><attribute name="length"><data type="positiveInteger"/></attribute></optional>
  <optional><attribute name="title"/></optional>
</element></define>
</grammar>`;
