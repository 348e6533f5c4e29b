package com.example.backup.webdav;

import java.io.InputStream;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a server's response to a PROPFIND (RFC 4918, section 14.16), whole or not at all. One thread. */
final class MultistatusReader {

    /** Body of a PROPFIND. */
    static final String PROPFIND_BODY = "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop>"
            + "<resourcetype/><getcontentlength/><getlastmodified/><quota-available-bytes/></prop></propfind>";

    private static final String DAV = "DAV:";
    /** Maximum of resources, the same as the core's maximum for a listing. */
    private static final int MAX_RESOURCES = 250_000;
    /** Maximum length of one resource, including properties that were not requested. */
    private static final int MAX_BYTES_OF_A_RESOURCE = 1024 * 1024;

    private final List<WebdavResource> resources = new ArrayList<>();
    private final Map<String, String> found = new HashMap<>();
    private final Map<String, String> inPropstat = new HashMap<>();
    private String href = "";
    private String status = "";

    private MultistatusReader() {
    }

    /**
     * Reads a response to its end.
     *
     * @throws XMLStreamException if it is malformed, ends early, or has a resource with an error status
     */
    static List<WebdavResource> read(InputStream xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // A response is data: no external entities, which name local files, and no entities that expand.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        MultistatusReader answer = new MultistatusReader();
        BoundedStream bounded = new BoundedStream(xml, MAX_BYTES_OF_A_RESOURCE);
        XMLStreamReader reader = factory.createXMLStreamReader(bounded);
        try {
            reader.nextTag();
            reader.require(XMLStreamConstants.START_ELEMENT, DAV, "multistatus");
            while (reader.hasNext()) {
                int before = answer.resources.size();
                answer.read(reader);
                if (answer.resources.size() > before) {
                    bounded.begin();
                }
            }
            return answer.resources;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new XMLStreamException("A name, a number or a time in it cannot be read", e);
        } finally {
            reader.close();
        }
    }

    private void read(XMLStreamReader reader) throws XMLStreamException {
        int event = reader.next();
        if (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT || !DAV.equals(reader.getNamespaceURI())) {
            return;
        }
        String name = reader.getLocalName();
        if (event == XMLStreamConstants.START_ELEMENT) {
            switch (name) {
                case "response" -> begin();
                case "propstat" -> inPropstat.clear();
                case "collection" -> inPropstat.put(name, "");
                case "href" -> href = reader.getElementText().strip();
                case "status" -> status = reader.getElementText();
                case "getcontentlength", "getlastmodified", "quota-available-bytes" -> inPropstat.put(name, reader.getElementText().strip());
                default -> { }
            }
        } else if (name.equals("propstat") && status.contains(" 200")) {
            found.putAll(inPropstat);
            found.put("told", "");
        } else if (name.equals("response")) {
            end();
        }
    }

    private void begin() {
        href = "";
        status = "";
        found.clear();
    }

    private void end() throws XMLStreamException {
        if (href.isEmpty() || !found.containsKey("told")) {
            throw new XMLStreamException("It tells of " + (href.isEmpty() ? "something without a name" : href) + " only: " + status);
        }
        if (resources.size() == MAX_RESOURCES) {
            throw new XMLStreamException("It lists more than " + MAX_RESOURCES + " resources");
        }
        String path = URI.create(href).getPath();
        if (path == null) {
            throw new XMLStreamException("It holds a name that is no path");
        }
        boolean collection = found.containsKey("collection");
        OptionalLong length = number("getcontentlength");
        if (!collection && length.isEmpty()) {
            throw new XMLStreamException("It tells no length of " + href);
        }
        String modified = found.get("getlastmodified");
        resources.add(new WebdavResource(path.replaceFirst("/+$", ""), collection, length,
                modified == null ? Instant.MAX : DateTimeFormatter.RFC_1123_DATE_TIME.parse(modified, Instant::from),
                number("quota-available-bytes")));
    }

    private OptionalLong number(String property) {
        String text = found.getOrDefault(property, "");
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
