package io.roomwise.trainer.simulation;

import java.util.List;
import java.util.Optional;

/**
 * A body in the room at an instant.
 *
 * @param joints 25, in the order of NTU RGB+D, see the constants (theirs less one)
 * @param chest how the chest is turned; the head too, in {@code head}
 * @param cup where the cup is and where its opening points, if one is held
 */
record Pose(List<Vec3> joints, Axes hips, Axes chest, Axes head, Optional<Tool> cup, Optional<Tool> vacuum) {
    static final int SPINE_BASE = 0;
    static final int SPINE_MIDDLE = 1;
    static final int NECK = 2;
    static final int HEAD = 3;
    static final int[] SHOULDER = {4, 8};
    static final int[] ELBOW = {5, 9};
    static final int[] WRIST = {6, 10};
    static final int[] HAND = {7, 11};
    static final int[] HIP = {12, 16};
    static final int[] KNEE = {13, 17};
    static final int[] ANKLE = {14, 18};
    static final int[] FOOT = {15, 19};
    static final int CHEST = 20;
    static final int[] HAND_TIP = {21, 23};
    static final int[] THUMB = {22, 24};

    /** A thing in use, from the end that is held to the other. */
    record Tool(Vec3 grip, Vec3 end) {}

    Vec3 joint(int index) {
        return joints.get(index);
    }
}
