package io.roomwise.capture;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where cameras keep the smaller one of their streams: makers name the two alike, each in its own way. */
public final class SubStream {
    private static final List<Maker> MAKERS = List.of(
            // Hikvision and those who sell its cameras: channel 1 is 101, 102
            Maker.of("(?<main>/streaming/(channels|tracks)/\\d+)01(?=[/?]|$)", "${main}02"),
            // Dahua, Amcrest, Lorex
            Maker.of("(?<main>/cam/realmonitor\\?(.*&)?subtype=)0(?=&|$)", "${main}1"),
            // Reolink
            Maker.of("(?<main>/(h26[45])?preview_\\d+_)main(?=[/?]|$)", "${main}sub"),
            // TP-Link
            Maker.of("(?<main>/stream)1(?=[/?]|$)", "${main}2"),
            // Ezviz, old Hikvision
            Maker.of("(?<main>/h26[45]/ch\\d+/)main(?=/)", "${main}sub"),
            // Uniview
            Maker.of("(?<main>/media/video)1(?=[/?]|$)", "${main}2"),
            Maker.of("(?<main>/unicast/c\\d+/s)0(?=/)", "${main}1"),
            // Foscam
            Maker.of("(?<main>/video)main(?=[/?]|$)", "${main}Sub"),
            // Axis scales as it is asked to
            Maker.of("(?<main>/axis-media/media\\.amp)$", "${main}?resolution=640x360"));

    private SubStream() {}

    /** How one maker's URLs end. */
    private record Maker(Pattern main, String sub) {
        static Maker of(String main, String sub) {
            return new Maker(Pattern.compile(main, Pattern.CASE_INSENSITIVE), sub);
        }
    }

    /** Of the same camera, as likely as not; empty if the URL is not of a kind that is known, or of a sub-stream already. */
    public static Optional<StreamUrl> of(StreamUrl main) {
        return main.isRtsp()
                ? MAKERS.stream()
                        .map(maker -> maker.main().matcher(main.reveal()).replaceFirst(maker.sub()))
                        .filter(sub -> !sub.equals(main.reveal()))
                        .findFirst()
                        .map(StreamUrl::new)
                : Optional.empty();
    }
}
