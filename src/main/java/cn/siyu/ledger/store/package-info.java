@NullMarked
package cn.siyu.ledger.store;

import org.jspecify.annotations.NullMarked;
