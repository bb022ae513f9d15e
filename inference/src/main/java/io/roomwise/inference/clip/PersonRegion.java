package io.roomwise.inference.clip;

/**
 * Where one of the people of a picture is.
 *
 * @param left left edge as a fraction of the picture's width, 0..1
 * @param top top edge as a fraction of the picture's height, 0..1
 * @param persons how many people were found in the whole picture; 0 means nobody, and the box is empty
 * @param confidence the detection's, 0..1
 */
public record PersonRegion(float left, float top, float right, float bottom, int persons, float confidence) {
    public static final PersonRegion NOBODY = new PersonRegion(0, 0, 0, 0, 0, 0);

    public PersonRegion {
        if (persons < 0 || (persons > 0 && !(right > left && bottom > top))) {
            throw new IllegalArgumentException(
                    "region of " + persons + " people: " + left + ".." + right + " x " + top + ".." + bottom);
        }
    }
}
