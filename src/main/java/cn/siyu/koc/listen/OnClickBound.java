package cn.siyu.koc.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.app.HearClicks;
import cn.siyu.sharing.ClickBound;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that a member has opened a link. */
@Singleton
class OnClickBound implements Listener<ClickBound> {

    private final HearClicks clicks;

    @Inject
    OnClickBound(HearClicks clicks) {
        this.clicks = clicks;
    }

    @Override
    public String consumer() {
        return "koc.click-bound";
    }

    @Override
    public Class<ClickBound> hears() {
        return ClickBound.class;
    }

    @Override
    public Uni<Void> on(Tx tx, ClickBound event) {
        return clicks.opened(tx, event);
    }
}
