package org.flowgateway.backup.transport.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Limit of the size and depth of XML responses. The client library builds a tree of the whole response, hundreds of bytes for an element of
 * four, and descends it by recursion.
 */
final class XmlResponseLimit {

    /** Maximum of elements and attributes: a page of 1000 keys has at most sixteen per key. */
    private static final int MAX_NODES = 40_000;

    private static final int MAX_DEPTH = 32;

    private static final XMLInputFactory XML = factory();

    private XmlResponseLimit() {}

    /**
     * Checks a response before the client library reads it. Malformed XML is left to the library.
     *
     * @throws IOException if its tree would be too large or too deep
     */
    static void check(byte[] answer) throws IOException {
        int nodes = 0;
        int depth = 0;
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(answer));
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    nodes += 1 + reader.getAttributeCount();
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
                if (nodes > MAX_NODES || depth > MAX_DEPTH) {
                    throw new IOException("an answer has more parts than one of S3 can have");
                }
            }
        } catch (XMLStreamException e) {
            // The client library fails at the same position; its tree up to there is within the limit.
            return;
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
