package dev.plumbline.store;

import java.nio.file.Path;

class SqliteDecisionStoresTest extends DecisionStoresContract {
    @Override
    Database open(Path empty) {
        return Database.open(empty);
    }
}
