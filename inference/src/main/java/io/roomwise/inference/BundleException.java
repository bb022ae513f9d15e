package io.roomwise.inference;

import java.nio.file.Path;

/** A model was refused. The message names the model, the file in it where one is to blame, and the reason. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param model a bundle's folder or a single model file */
    public BundleException(Path model, String reason) {
        super(model + ": " + reason);
    }

    BundleException(Path model, String reason, Throwable cause) {
        super(model + ": " + reason, cause);
    }

    BundleException(Path bundle, String file, String reason) {
        super(bundle + ": " + file + ": " + reason);
    }

    BundleException(Path bundle, String file, String reason, Throwable cause) {
        super(bundle + ": " + file + ": " + reason, cause);
    }

    /** The cause's message is the reason, less the file's path, which is told already. */
    BundleException(Path bundle, String file, RuntimeException cause) {
        this(bundle, file, reason(bundle.resolve(file), cause), cause);
    }

    /** The same for a model that is one file. */
    static BundleException of(Path file, RuntimeException cause) {
        return new BundleException(file, reason(file, cause), (Throwable) cause);
    }

    private static String reason(Path file, RuntimeException cause) {
        return String.valueOf(cause.getMessage()).replace(file + " ", "");
    }
}
