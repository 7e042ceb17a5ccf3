package cn.siyu.kernel.watch;

/**
 * How something watched stands.
 *
 * @param view is written as a JSON object; the time of the answer is added as {@code serverTime}
 * @param over nothing will follow
 */
public record Moment(Object view, boolean over) {}
