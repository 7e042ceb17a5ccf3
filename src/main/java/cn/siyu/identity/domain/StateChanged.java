package cn.siyu.identity.domain;

/** What was to be edited is not what was read; carries it as it is now, to be shown to the editor. */
public final class StateChanged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Object current;

    public StateChanged(Object current) {
        super("changed in the meantime", null, false, false);
        this.current = current;
    }

    public Object current() {
        return current;
    }
}
