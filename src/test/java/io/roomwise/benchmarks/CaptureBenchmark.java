package io.roomwise.benchmarks;

import io.roomwise.agent.process.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * Processor time that a camera of 1280x720 and 25 pictures a second costs from the network down to pictures of 640x360 at
 * 2.5 a second: ours beside the {@code ffmpeg} command and OpenCV's {@code VideoCapture}, each from the same GStreamer RTSP
 * server over TCP. Subjects take turns in changing order; the ratio is taken within a turn. Ours leaves out the filter against
 * edges between blocks but for key frames, {@code ffmpeg as unsmoothed} in those, too; that pictures lose little by it,
 * {@code UnsmoothedPicturesTest} holds.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:target/system-tests/test-classes" io.roomwise.benchmarks.CaptureBenchmark \
 *      PYTHON FILM TURNS src/test/results/capture-cpu.csv
 * </pre>
 *
 * {@code PYTHON} has {@code cv2}; the cameras show the pictures of {@code FILM}, 25 a second.
 */
public final class CaptureBenchmark {
    private static final int CAMERAS = 4;
    /** By then the streams play. */
    private static final long WARM_UP_PICTURES = 60;
    /** By then Java has compiled what runs often, too; it has years to do so. */
    private static final long JAVA_WARM_UP_PICTURES = 150;

    private static final long MEASURED_PICTURES = 50;
    private static final int RGB_BYTES = 640 * 360 * 3;
    private static final double PICTURES_PER_SECOND = 2.5;
    private static final String OURS = "roomwise";

    private final String python;
    private final Path film;
    private final List<String> rows = new ArrayList<>();

    private CaptureBenchmark(String python, Path film) {
        this.python = python;
        this.film = film;
    }

    /** @param unitBytes that are written for one picture */
    private record Subject(String version, List<String> command, int unitBytes, boolean takesAllCameras) {
        long warmUpPictures() {
            return takesAllCameras ? CAMERAS * JAVA_WARM_UP_PICTURES : WARM_UP_PICTURES;
        }
    }

    /** @param args the interpreter, the film, how many turns, and the file to write */
    public static void main(String[] args) throws Exception {
        CaptureBenchmark benchmark = new CaptureBenchmark(args[0], Path.of(args[1]));
        benchmark.rows.add("date,machine,command,film,subject,version,turn,pictures,cpu_ms_per_second,ours_by_this");
        for (int frames : new int[] {0, 2, 3}) {
            benchmark.measure(frames, Integer.parseInt(args[2]));
        }
        Files.write(Path.of(args[3]), benchmark.rows);
    }

    private void measure(int bFrames, int turns) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "rtsp://127.0.0.1:" + port + "/film";
        Process server = new ProcessBuilder(
                        "/usr/bin/python3", resource("film_server.py"), "" + port, film.toString(), "" + bFrames)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = server.inputReader()) {
            String ready = Objects.requireNonNull(output.readLine(), "the server of the film ended");
            String place = String.join(
                    ",",
                    Instant.now().toString(),
                    '"' + new Machine().description() + '"',
                    "CaptureBenchmark: " + CAMERAS + " x RTSP over TCP; 1280x720 25/s H.264 High to 640x360 RGB 2.5/s",
                    film.getFileName() + " at 25/s 2 Mbit/s key frame 2 s " + bFrames + " B-frames");
            System.out.println(ready);
            compare(place, subjects(), url, turns);
        } finally {
            server.destroyForcibly().onExit().join();
        }
    }

    private void compare(String place, Map<String, Subject> subjects, String url, int turns) throws Exception {
        Map<String, List<Double>> ratios = new HashMap<>();
        List<String> names = List.copyOf(subjects.keySet());
        for (int turn = 0; turn < turns; turn++) {
            Map<String, Double> costs = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get((i + turn) % names.size());
                costs.put(name, cost(Objects.requireNonNull(subjects.get(name)), url));
            }
            double ours = costs.getOrDefault(OURS, Double.NaN);
            for (String name : names) {
                double cost = costs.getOrDefault(name, Double.NaN);
                ratios.computeIfAbsent(name, key -> new ArrayList<>()).add(ours / cost);
                note(place, name, subjects, "" + turn, number(cost), number(ours / cost));
            }
        }
        for (String name : names) {
            List<Double> sorted =
                    ratios.getOrDefault(name, List.of()).stream().sorted().toList();
            note(place, name, subjects, "median", "", number(sorted.get(sorted.size() / 2)));
        }
    }

    private void note(
            String place, String name, Map<String, Subject> subjects, String turn, String cost, String ratio) {
        String version = Objects.requireNonNull(subjects.get(name)).version();
        String row = String.join(",", place, name, version, turn, "" + CAMERAS * MEASURED_PICTURES, cost, ratio);
        rows.add(row);
        System.out.println(row.substring(place.length()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** Milliseconds of processor time for a second of one camera. */
    private static double cost(Subject subject, String url) throws Exception {
        List<MeasuredProcess> processes = new ArrayList<>();
        try {
            int share = subject.takesAllCameras() ? CAMERAS : 1;
            List<String> command = Stream.concat(
                            subject.command().stream().map(word -> word.equals("URL") ? url : word),
                            Stream.generate(() -> url).limit(subject.takesAllCameras() ? CAMERAS : 0))
                    .toList();
            for (int i = 0; i < CAMERAS / share; i++) {
                processes.add(new MeasuredProcess(command, subject.unitBytes()));
            }
            for (MeasuredProcess process : processes) {
                process.await(subject.warmUpPictures());
            }
            long cpu = -cpuNanos(processes);
            long pictures = -pictures(processes);
            processes.get(0).await(processes.get(0).pictures() + share * MEASURED_PICTURES);
            cpu += cpuNanos(processes);
            pictures += pictures(processes);
            return cpu / 1e6 / (pictures / PICTURES_PER_SECOND);
        } finally {
            processes.forEach(MeasuredProcess::close);
        }
    }

    private static long cpuNanos(List<MeasuredProcess> processes) throws IOException {
        long sum = 0;
        for (MeasuredProcess process : processes) {
            sum += process.cpuNanos();
        }
        return sum;
    }

    private static long pictures(List<MeasuredProcess> processes) {
        return processes.stream().mapToLong(MeasuredProcess::pictures).sum();
    }

    private Map<String, Subject> subjects() throws Exception {
        String ffmpeg = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        String library = "FFmpeg " + avutil.av_version_info().getString();
        String openCv = "OpenCV " + answer(python, "-c", "import cv2; print(cv2.__version__)");
        String peer = resource("opencv_peer.py");
        Map<String, Subject> subjects = new LinkedHashMap<>();
        subjects.put(OURS, new Subject(library, java(), 1, true));
        subjects.put("ffmpeg", new Subject(library, ffmpeg(ffmpeg, List.of()), RGB_BYTES, false));
        subjects.put(
                "ffmpeg -threads 1", new Subject(library, ffmpeg(ffmpeg, List.of("-threads", "1")), RGB_BYTES, false));
        List<String> unsmoothed = List.of("-threads", "1", "-skip_loop_filter", "all");
        subjects.put("ffmpeg as unsmoothed", new Subject(library, ffmpeg(ffmpeg, unsmoothed), RGB_BYTES, false));
        subjects.put("VideoCapture.read", new Subject(openCv, List.of(python, peer, "read", "URL"), 1, false));
        subjects.put("VideoCapture.retrieve", new Subject(openCv, List.of(python, peer, "retrieve", "URL"), 1, false));
        return subjects;
    }

    private static List<String> ffmpeg(String program, List<String> decoder) {
        List<String> command = new ArrayList<>(List.of(program, "-nostdin", "-loglevel", "error"));
        command.addAll(decoder);
        command.addAll(List.of("-rtsp_transport", "tcp", "-i", "URL", "-an", "-vf", "fps=2.5,scale=640:360"));
        command.addAll(List.of("-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"));
        return command;
    }

    /** As the launcher starts the agent. */
    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xmn24m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=quiet-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                LivePictures.class.getName());
    }

    private static String answer(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader output = process.inputReader()) {
            return Objects.requireNonNull(output.readLine(), () -> String.join(" ", command) + " says nothing");
        }
    }

    private static String resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(CaptureBenchmark.class.getResource("/" + name), name)
                        .toURI())
                .toString();
    }
}
