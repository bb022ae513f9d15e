package io.roomwise.mqtt;

/**
 * The model that is served and the one that could be, as Home Assistant shows updates.
 *
 * @param installed version that is served
 * @param latest version on offer; the installed one where there is no other
 * @param summary of {@code latest}, for people; at most 255 characters are shown
 * @param installable whether offers are looked for at all
 * @param installing whether {@code latest} is being put in place
 */
public record ModelUpdate(String installed, String latest, String summary, boolean installable, boolean installing) {
    /** A model to which there will be no other. */
    public static ModelUpdate none(String installed) {
        return new ModelUpdate(installed, installed, "", false, false);
    }
}
