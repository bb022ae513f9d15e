package io.roomwise.trainer.dataset;

import java.io.IOException;
import java.util.List;

/** Data that cannot be used, with all that is wrong: each problem names the file and where in it. */
public final class DatasetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public DatasetException(String problem) {
        this(List.of(problem));
    }

    public DatasetException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
