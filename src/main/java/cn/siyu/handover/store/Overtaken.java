package cn.siyu.handover.store;

/** Another run works on the handover by now, or it was closed: this one writes nothing more. */
public final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Overtaken() {
        super("another run works on this handover, or it was closed", null, false, false);
    }
}
