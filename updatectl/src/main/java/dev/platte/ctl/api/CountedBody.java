package dev.platte.ctl.api;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;

/** A body that tells how many of its bytes have gone. */
record CountedBody(BodyPublisher body, LongConsumer sent) implements Publisher<ByteBuffer> {

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        body.subscribe(new Counting(subscriber, sent));
    }

    private static final class Counting implements Subscriber<ByteBuffer> {
        private final Subscriber<? super ByteBuffer> receiver;
        private final LongConsumer sent;
        private long bytes;

        Counting(Subscriber<? super ByteBuffer> receiver, LongConsumer sent) {
            this.receiver = receiver;
            this.sent = sent;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            receiver.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer part) {
            bytes += part.remaining();
            receiver.onNext(part);
            sent.accept(bytes);
        }

        @Override
        public void onError(Throwable broken) {
            receiver.onError(broken);
        }

        @Override
        public void onComplete() {
            receiver.onComplete();
        }
    }
}
