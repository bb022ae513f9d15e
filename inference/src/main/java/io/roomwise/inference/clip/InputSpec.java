package io.roomwise.inference.clip;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a student was trained to see; part of the model bundle.
 *
 * @param framesPerSecond of the grid
 * @param frames slots of a window
 * @param persons how many people of a view and slot it looks at, each in a crop of their own
 * @param pictureSize side of the square crop in pixels
 * @param encoderVersion {@link ClipEncoder#VERSION} of the code that made the training data
 */
public record InputSpec(double framesPerSecond, int frames, int persons, int pictureSize, int encoderVersion) {
    public InputSpec {
        if (!(framesPerSecond > 0 && framesPerSecond <= 60)) {
            throw new IllegalArgumentException(
                    "input.frames_per_second must be above 0 and at most 60, was " + framesPerSecond);
        }
        if (frames < 1 || frames > 10_000) {
            throw new IllegalArgumentException("input.frames must be 1..10000, was " + frames);
        }
        if (persons < 1 || persons > 16) {
            throw new IllegalArgumentException("input.persons must be 1..16, was " + persons);
        }
        if (pictureSize < 16 || pictureSize > 512) {
            throw new IllegalArgumentException("input.picture_size must be 16..512, was " + pictureSize);
        }
        if (encoderVersion != ClipEncoder.VERSION) {
            throw new IllegalArgumentException("input.encoder_version is " + encoderVersion
                    + ", this program encodes version " + ClipEncoder.VERSION);
        }
    }

    /** The same for larger or smaller crops. */
    public InputSpec withPictureSize(int side) {
        return new InputSpec(framesPerSecond, frames, persons, side, encoderVersion);
    }

    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("frames_per_second", framesPerSecond);
        map.put("frames", frames);
        map.put("persons", persons);
        map.put("picture_size", pictureSize);
        map.put("encoder_version", encoderVersion);
        return map;
    }

    /** Inverse of {@link #toMap}; numbers may be of any type. */
    public static InputSpec fromMap(Map<String, ?> map) {
        return new InputSpec(
                number(map, "frames_per_second").doubleValue(),
                number(map, "frames").intValue(),
                number(map, "persons").intValue(),
                number(map, "picture_size").intValue(),
                number(map, "encoder_version").intValue());
    }

    private static Number number(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Number value) {
            return value;
        }
        throw new IllegalArgumentException("input." + key + " must be a number, was " + map.get(key));
    }
}
