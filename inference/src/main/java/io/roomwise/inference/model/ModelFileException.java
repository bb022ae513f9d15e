package io.roomwise.inference.model;

import java.nio.file.Path;

/** A model file that must not be used; the message names the file and what is wrong with it. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelFileException(Path file, String problem) {
        super(file + " " + problem);
    }
}
