package io.roomwise.trainer.dataset;

import io.roomwise.capture.Picture;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import java.util.List;

/** Finds the people of a simulated picture: a detector, or the truth made worse. Owned by one thread. */
@FunctionalInterface
public interface PersonFinder extends AutoCloseable {
    /** @param truth who is visible, with the visible fraction as confidence */
    PersonMask find(Picture picture, List<PersonBox> truth);

    @Override
    default void close() {}
}
