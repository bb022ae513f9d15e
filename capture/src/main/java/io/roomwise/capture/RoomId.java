package io.roomwise.capture;

/** A room of the user's home; both parts are slugs ({@code [a-zA-Z0-9_-]+}) as they appear in topics. */
public record RoomId(String home, String room) {
    public RoomId {
        requireSlug("homes", home);
        requireSlug("homes." + home + ".rooms", room);
    }

    private static void requireSlug(String key, String slug) {
        if (!slug.matches("[a-zA-Z0-9_-]+")) {
            throw new IllegalArgumentException(
                    key + ": name must be of letters, digits, '_' and '-', was '" + slug + "'");
        }
    }

    /** {@code home/room}. */
    @Override
    public String toString() {
        return home + "/" + room;
    }
}
