package io.roomwise.inference.model;

/**
 * The architecture of a teacher or of a student of ViCoKD.
 *
 * @param role decides where the audio features come from
 * @param backbone what comes after cross-modal attention
 * @param views the most cameras of a room
 * @param frames T, the most slots of a window
 * @param classes C
 * @param width D, of the features of pictures and of sound
 * @param layers of the temporal encoder
 * @param heads of its attention, and of that over views
 */
public record MultiViewSpec(
        Role role, Kind backbone, int views, int frames, int classes, int width, int layers, int heads) {
    /** Who it is. */
    public enum Role {
        /** Sees and hears. */
        TEACHER,
        /** Sees, and guesses what it would hear. */
        STUDENT
    }

    /** The backbones of the paper. */
    public enum Kind {
        MULTI_TRANS,
        MULTI_ASL,
        MULTI_TSF,
        /** As {@link #MULTI_TSF}, with the device transformer over the batch as its published code has it. */
        MULTI_TSF_AS_PUBLISHED
    }

    public MultiViewSpec {
        require(views >= 1 && views <= 64, "views", views);
        require(frames >= 1 && frames <= 10_000, "frames", frames);
        require(classes >= 1 && classes <= 1000, "classes", classes);
        require(width >= 12 && width <= 2048 && width % 12 == 0, "width", width);
        require(layers >= 1 && layers <= 24, "layers", layers);
        require(heads >= 1 && width % heads == 0, "heads", heads);
    }

    /** The sizes of the paper: D = 384, and each backbone's own layers and heads. */
    public static MultiViewSpec ofPaper(Role role, Kind backbone, int views, int frames, int classes) {
        return switch (backbone) {
            case MULTI_TSF, MULTI_TSF_AS_PUBLISHED ->
                new MultiViewSpec(role, backbone, views, frames, classes, 384, 2, 12);
            case MULTI_ASL, MULTI_TRANS -> new MultiViewSpec(role, backbone, views, frames, classes, 384, 1, 4);
        };
    }

    private static void require(boolean holds, String key, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is out of range: " + value);
        }
    }
}
