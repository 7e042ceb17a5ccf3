package cn.siyu.notify.app;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.notify.domain.Message;
import cn.siyu.notify.store.MessageStore;
import cn.siyu.notify.store.MessageStore.Search;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Shows messages to staff. */
@Singleton
public class LookUpMessages {

    private final Transactions transactions;
    private final MessageStore messages;

    @Inject
    LookUpMessages(Transactions transactions, MessageStore messages) {
        this.transactions = transactions;
        this.messages = messages;
    }

    public Uni<NumberedPage<Message>> messages(Search search, int page, int size) {
        var sql = transactions.reads();
        return messages.count(sql, search)
                .chain(total -> messages.page(sql, search, size, (page - 1) * size)
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }
}
