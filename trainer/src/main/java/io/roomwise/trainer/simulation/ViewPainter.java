package io.roomwise.trainer.simulation;

import io.roomwise.inference.PersonBox;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Paints what one camera sees: the lit backdrop, shadows, the door, people and what they use, sensor noise. */
final class ViewPainter {
    private static final int WIDTH = SimulatedRoom.WIDTH;
    private static final int HEIGHT = SimulatedRoom.HEIGHT;
    private static final int DOOR = 100;
    private static final int THING = 101;
    private static final double LEAST_VISIBLE = 0.25;
    private static final int LEAST_ROWS = 8;

    private final Room room;
    private final Camera camera;
    private final Backdrop backdrop;
    private final ToneCurve tone;
    private final SensorNoise noise;
    private final Canvas canvas;
    private final byte[] lit = new byte[WIDTH * HEIGHT * 3];
    private int litDay = -1;
    private int litLamp = -1;

    ViewPainter(Room room, Camera camera) {
        this.room = room;
        this.camera = camera;
        backdrop = new Backdrop(room.plan, room.lighting, camera);
        tone = new ToneCurve(camera.optics());
        noise = new SensorNoise(camera.optics());
        canvas = new Canvas(camera, light(room.plan.door().threshold(), 0));
    }

    SortedMap<Integer, PersonBox> paint(double seconds, ByteBuffer rgb) {
        layBackdrop(seconds);
        var poses = new ArrayList<Optional<Pose>>();
        for (int person = 0; person < room.life.people(); person++) {
            poses.add(room.pose(person, seconds));
        }
        var shadows = new Shadows(camera, canvas, backdrop.depth);
        poses.forEach(pose -> pose.ifPresent(shadows::cast));
        paintThings(seconds, poses);
        int[] silhouettes = new int[poses.size()];
        for (int person = 0; person < poses.size(); person++) {
            if (poses.get(person).isPresent()) {
                Pose pose = poses.get(person).get();
                canvas.begin(person + 1, light(pose.joint(Pose.SPINE_MIDDLE), seconds));
                room.figure(person).draw(canvas, pose);
                silhouettes[person] = canvas.silhouette();
            }
        }
        SortedMap<Integer, PersonBox> boxes = boxes(poses, silhouettes);
        canvas.softenBorders();
        noise.add(canvas.rgb, seconds);
        rgb.put(0, canvas.rgb);
        return boxes;
    }

    private void layBackdrop(double seconds) {
        int day = (int) Math.round(room.lighting.daylightAt(seconds) * 256);
        int lamp = (int) Math.round(room.life.lampLevel(seconds) * 256);
        if (day != litDay || lamp != litLamp) {
            tone.compose(backdrop.daylight, day, backdrop.lamp, lamp, lit);
            litDay = day;
            litLamp = lamp;
        }
        System.arraycopy(lit, 0, canvas.rgb, 0, lit.length);
        System.arraycopy(backdrop.depth, 0, canvas.depth, 0, backdrop.depth.length);
        java.util.Arrays.fill(canvas.owner, (byte) 0);
    }

    private Canvas.Light light(Vec3 at, double seconds) {
        Vec3 lamp = room.lighting.bulb().minus(at);
        double far = lamp.length();
        double strength = room.life.lampLevel(seconds) * (Lighting.LAMP_SCATTER + 1.5 / (0.6 + far * far));
        Vec3 window = room.lighting.window().minus(at);
        return new Canvas.Light(
                camera.turn(Vec3.UP),
                room.lighting.daylightAt(seconds),
                camera.turn(window.unit()),
                strength,
                camera.turn(lamp.unit()),
                tone);
    }

    private void paintThings(double seconds, List<Optional<Pose>> poses) {
        paintDoor(seconds);
        boolean parked = true;
        for (int person = 0; person < poses.size(); person++) {
            if (poses.get(person).isPresent()) {
                Pose pose = poses.get(person).get();
                canvas.begin(THING, light(pose.joint(Pose.SPINE_MIDDLE), seconds));
                Figure figure = room.figure(person);
                pose.cup().ifPresent(cup -> figure.drawCup(canvas, cup));
                pose.vacuum().ifPresent(tool -> figure.drawVacuum(canvas, tool));
                parked &= pose.vacuum().isEmpty();
            }
        }
        if (parked) {
            Pose.Tool tool = Vacuum.parked(room.plan);
            canvas.begin(THING, light(tool.grip(), seconds));
            Figure.drawVacuum(canvas, tool, room.vacuum);
        }
    }

    private void paintDoor(double seconds) {
        Floorplan.Door door = room.plan.door();
        double angle = DoorLeaf.WIDEST * room.doorOpenness(seconds);
        Vec3 leaf = door.along().times(Math.cos(angle)).plus(door.inward(), Math.sin(angle));
        Vec3 across = door.inward().times(Math.cos(angle)).plus(door.along(), -Math.sin(angle));
        Vec3 middle = door.hinge().plus(leaf, Floorplan.DOOR_WIDTH / 2).plus(Vec3.UP, Floorplan.DOOR_HEIGHT / 2);
        canvas.begin(DOOR, light(middle.plus(door.inward(), 0.1), seconds));
        canvas.block(
                middle,
                new Vec3[] {
                    leaf.times(Floorplan.DOOR_WIDTH / 2), across.times(0.02), new Vec3(0, 0, Floorplan.DOOR_HEIGHT / 2)
                },
                door.colour());
        Vec3 knob = door.hinge().plus(leaf, 0.82).plus(Vec3.UP, 1.02);
        Rgb metal = new Rgb(0.3, 0.3, 0.3);
        canvas.roundCone(knob.plus(across, -0.06), 0.025, knob.plus(across, 0.06), 0.025, metal, metal, 0);
    }

    private SortedMap<Integer, PersonBox> boxes(List<Optional<Pose>> poses, int[] silhouettes) {
        int[][] extents = new int[poses.size()][];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = new int[] {WIDTH, HEIGHT, -1, -1, 0};
        }
        for (int pixel = 0; pixel < canvas.owner.length; pixel++) {
            int person = canvas.owner[pixel] - 1;
            if (person >= 0 && person < extents.length) {
                int[] e = extents[person];
                e[0] = Math.min(e[0], pixel % WIDTH);
                e[1] = Math.min(e[1], pixel / WIDTH);
                e[2] = Math.max(e[2], pixel % WIDTH);
                e[3] = Math.max(e[3], pixel / WIDTH);
                e[4]++;
            }
        }
        var boxes = new TreeMap<Integer, PersonBox>();
        for (int person = 0; person < extents.length; person++) {
            int[] e = extents[person];
            if (poses.get(person).isPresent() && e[3] - e[1] + 1 >= LEAST_ROWS) {
                double visible = insidePicture(poses.get(person).get()) * e[4] / Math.max(1, silhouettes[person]);
                if (visible >= LEAST_VISIBLE) {
                    PersonBox box = new PersonBox(
                            e[0] / (float) WIDTH,
                            e[1] / (float) HEIGHT,
                            (e[2] + 1) / (float) WIDTH,
                            (e[3] + 1) / (float) HEIGHT,
                            (float) Math.min(1, visible));
                    boxes.put(person, box);
                }
            }
        }
        return boxes;
    }

    /** Share of the joints that fall into the picture, whatever stands before them. */
    private double insidePicture(Pose pose) {
        int inside = 0;
        for (Vec3 joint : pose.joints()) {
            Vec3 p = camera.toCamera(joint);
            double column = Camera.CENTRE_X + camera.focal() * p.x() / p.z();
            double row = Camera.CENTRE_Y + camera.focal() * p.y() / p.z();
            inside += p.z() > 0.1 && column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT ? 1 : 0;
        }
        return (double) inside / pose.joints().size();
    }
}
