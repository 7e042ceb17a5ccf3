package cn.siyu.notify.domain;

/** Money as people read it in a message: yuan with two decimals. */
public final class Yuan {

    private static final int FEN = 100;

    private Yuan() {}

    public static String written(long fen) {
        return "%d.%02d元".formatted(fen / FEN, fen % FEN);
    }
}
