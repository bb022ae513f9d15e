package io.roomwise.trainer;

import io.roomwise.capture.Picture;
import io.roomwise.inference.DetectConfig;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonDetector;
import io.roomwise.inference.PersonMask;
import io.roomwise.trainer.dataset.PersonFinder;
import java.nio.file.Path;
import java.util.List;

/** The product's own detector, for filming what a student sees. */
record Detection(PersonDetector detector) implements PersonFinder {
    /** With a detector's bundle or file. */
    static PersonFinder by(Path detector) {
        return new Detection(PersonDetector.open(DetectConfig.of(detector), 1));
    }

    @Override
    public PersonMask find(Picture picture, List<PersonBox> truth) {
        return detector.detect(picture);
    }

    @Override
    public void close() {
        detector.close();
    }
}
