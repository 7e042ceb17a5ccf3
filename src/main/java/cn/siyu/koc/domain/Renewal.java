package cn.siyu.koc.domain;

/**
 * What has to be done in a binding so that it goes on by itself (D3).
 *
 * @param orders that the KOC has brought and of which something is left
 * @param posts tasks that he has done
 * @param both whether both are needed; otherwise one is enough
 */
public record Renewal(int orders, int posts, boolean both) {

    /** What was done in the time that is looked at. */
    public record Activity(int orders, int posts) {}

    public boolean earnedBy(Activity activity) {
        var byOrders = activity.orders() >= orders;
        var byPosts = activity.posts() >= posts;
        return both ? byOrders && byPosts : byOrders || byPosts;
    }

    /** For whoever asks why later on. */
    public String text() {
        return orders + " orders " + (both ? "and " : "or ") + posts + " posts";
    }
}
