package io.roomwise.mqtt;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there is no connection, in one line for people. */
final class FailureReason {
    static final String NO_ANSWER = "no answer in time";

    private FailureReason() {}

    /** Reason of a CONNACK (MQTT 3.1.1, 3.2.2.3), or null if {@code code} is none. */
    static @Nullable String ofConnack(int code) {
        return switch (code) {
            case 1 -> "broker refuses MQTT 3.1.1";
            case 2 -> "broker refuses the client id";
            case 3 -> "broker is not available";
            case 4 -> "wrong user or password";
            case 5 -> "not authorized: wrong user or password, or the broker asks for one";
            default -> null;
        };
    }

    /** Walks from the outer exception to its causes; the first one that says something for people wins. */
    static String of(Throwable failure, String host) {
        String certificate = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = ofOne(cause, host);
            if (reason != null) {
                return reason;
            }
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return "certificate of the broker is not trusted (PKIX): " + oneLine(cause);
            }
            if (cause instanceof CertificateException || cause instanceof SSLException) {
                certificate = "TLS: " + oneLine(cause);
            }
        }
        return certificate != null ? certificate : oneLine(failure);
    }

    private static @Nullable String ofOne(Throwable cause, String host) {
        if (cause instanceof UnknownHostException) {
            return "unknown host " + host;
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to " + host;
        }
        if (cause instanceof ConnectException) {
            return "connection refused".equalsIgnoreCase(cause.getMessage()) ? "connection refused" : oneLine(cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return NO_ANSWER;
        }
        if (cause instanceof SocketException) {
            return "connection broke: " + oneLine(cause);
        }
        return cause instanceof EOFException ? "connection closed by the broker" : null;
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        return message.lines().findFirst().orElse("").strip();
    }
}
