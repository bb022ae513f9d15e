package io.roomwise.sync.recording;

import java.io.IOException;
import java.nio.file.Path;

/** A recording that cannot be written or read; the message is for the user. */
public final class RecordingException extends IOException {
    private static final long serialVersionUID = 1;

    RecordingException(Path where, String what) {
        super(where + ": " + what);
    }

    RecordingException(Path where, String what, IOException cause) {
        super(where + ": " + what, cause);
    }
}
