package org.flowgateway.backup.rest;

import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the errors that the API answers itself. */
enum HttpMessage implements MessageDefinition {
    CREDENTIALS_REQUIRED(
            "Authentication required", "", "Send the name and the password of a user of this gateway with HTTP Basic"),
    CREDENTIALS_WRONG(
            "Make sure the user name is correct and type your password again",
            "",
            "Be sure to use the correct case for the user name and password"),
    OPERATOR_REQUIRED(
            "This user has no permission to start or confirm a job",
            "it requires the role admin or backup-operator",
            "Log in as a user with one of them"),
    TOO_MANY_WRONG_LOGINS(
            "This login was not checked",
            "too many logins of this user with wrong passwords came before",
            "Try again in {pause:duration}"),
    TOO_MANY_CONCURRENT_LOGINS(
            "This login was not checked",
            "too many others are being checked at the moment",
            "Try again in {pause:duration}"),
    BODY_TOO_LONG("The body exceeds the limit of {limit:bytes}", "", "Send a shorter one"),
    BODY_ENCODED(
            "The body is compressed or encoded in another way",
            "that is not supported",
            "Send it as it is, without the header {header:text}"),
    BODY_OF_OTHER_TYPE(
            "The body is not declared as JSON in UTF-8", "", "Send the header Content-Type: application/json"),
    BODY_INCOMPLETE("The body is incomplete", "", "Send the request again"),
    BODY_NOT_UTF8("The body is not in UTF-8", "", "Encode it in UTF-8"),
    BODY_NOT_AN_OBJECT("The body is not a JSON object", "", "Send one JSON object"),
    BODY_CONTINUES("Unexpected content after the JSON object", "", "Send one JSON object and nothing else"),
    PROPERTY_DUPLICATE("Duplicate property [{property:text}]", "", "Send it once"),
    PROPERTY_UNKNOWN("Unknown property [{property:text}]", "", "Use only {properties:text}"),
    PROPERTY_NOT_A_STRING("{property:text} is not a string", "", "Send it as a JSON string"),
    PROPERTY_NOT_A_FLAG("{property:text} is neither true nor false", "", "Send \"true\" or \"false\""),
    PROPERTY_NOT_A_LIST("{property:text} is not an array of strings", "", "Send it as a JSON array of strings"),
    SECURITY_PASSWORD_MISSING(
            "security_pwd is required", "it protects the backup", "Set it to the password of the backup"),
    NO_CERT_WITH_SELECTION(
            "no_cert cannot be combined with sections or paths", "", "Omit it, and do not list certs in them"),
    NO_PLAN("There is no such plan", "it was never made, or deleted for newer ones", "Make a new plan"),
    NO_RESOURCE("There is nothing at this path", "", "Correct the path"),
    METHOD_NOT_ALLOWED("Method not allowed; allowed: {methods:text}", "", "Use one of these methods"),
    OTHER_METHOD_REQUIRED("Method not allowed", "", "Use another method"),
    REQUEST_MALFORMED("The request is malformed", "", "Correct its path, its headers and its body"),
    INTERNAL_ERROR("Internal error", "", "See the gateway's log"),
    STARTING(MessageKind.READINESS_PROBLEM, "The gateway is starting", "", "Try again in a few seconds");

    private final MessageTemplate template;

    HttpMessage(String event, String cause, String action) {
        this(MessageKind.REQUEST_ERROR, event, cause, action);
    }

    HttpMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    /**
     * Creates the rejection of a request, which is answered by 400.
     *
     * @param property invalid property by its name in requests, or "" if it is not a single one
     * @param arguments as for {@link MessageDefinition#with}
     */
    InvalidRequestException invalid(String property, Object... arguments) {
        return new InvalidRequestException(property, with(arguments));
    }

    @Override
    public String catalogue() {
        return "http";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
