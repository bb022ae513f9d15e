package io.roomwise.trainer.simulation;

/** What a person does; the label is empty where a model has nothing to recognize. */
enum Activity {
    OUTSIDE(""),
    ENTER("enter"),
    WALK(""),
    STAND(""),
    SIT_DOWN("sit_down"),
    SIT(""),
    STAND_UP("stand_up"),
    DRINK("drink"),
    DRINK_SEATED("drink"),
    VACUUM("vacuum"),
    LAMP_ON("lamp_on"),
    LAMP_OFF("lamp_off"),
    FALL("fall"),
    LIE(""),
    GET_UP("stand_up"),
    EXIT("exit");

    private final String label;

    Activity(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isSeated() {
        return this == SIT_DOWN || this == SIT || this == DRINK_SEATED || this == STAND_UP;
    }
}
